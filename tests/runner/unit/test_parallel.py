"""All tests are shared among processes, unless somebody wants it otherwise."""

from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support import parallel

SHARED = ("loadfile", ["popen"] * parallel.PROCESSES)
ALONE: tuple[str, list[str]] = ("no", [])


def shared(
    *, has_xdist: bool = True, is_worker: bool = False, **chosen: Any
) -> tuple[str, list[str]]:
    """Return how the tests are distributed, and to which processes."""
    options = Namespace(numprocesses=None, capture="fd", usepdb=False, dist="no", tx=[])
    vars(options).update(chosen)
    config = SimpleNamespace(
        option=options, pluginmanager=SimpleNamespace(hasplugin=lambda _: has_xdist)
    )
    if is_worker:
        config.workerinput = {}
    parallel.share(cast("pytest.Config", config))
    return options.dist, options.tx


def test_several_processes_share_them() -> None:
    assert shared() == SHARED


@pytest.mark.parametrize(
    "otherwise",
    [
        {"numprocesses": 0},
        {"capture": "no"},
        {"usepdb": True},
        {"has_xdist": False},
        {"is_worker": True},
    ],
    ids=str,
)
def test_who_wants_it_otherwise_is_obeyed(otherwise: dict[str, Any]) -> None:
    assert shared(**otherwise) == ALONE


def test_what_takes_long_begins_first() -> None:
    """A module of few tests that began last would be waited for. Each stays in one piece."""
    names = ["test_a.py", "test_b.py", "test_installation.py", "test_c.py", "test_b.py"]
    items = [SimpleNamespace(path=Path(name), number=at) for at, name in enumerate(names)]
    parallel.begin_with_the_longest(cast("list[pytest.Item]", items))
    assert [each.number for each in items] == [2, 1, 4, 0, 3]
