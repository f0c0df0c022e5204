"""The fork server gives the same results as fresh processes, each time."""

from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.result import BROKEN, FAILING, SOLVED, TIMEOUT, Result
from katas._runner.run.forks import IS_POSSIBLE, ForkServer
from katas._runner.run.run import run_kata
from tests.runner.learner import SLUG, order

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot fork")

KATA = find(SLUG)


def _timeless(result: Result) -> dict[str, object]:
    """Return a result without the parts that change with each run."""
    document = result.as_dict() | {"seconds": 0}
    for scenario in document["scenarios"]:
        scenario["seconds"] = 0
    return document


def _write(folder: Path, source: str) -> Path:
    file = folder / SLUG / "order.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(source, "utf-8")
    return folder


@pytest.mark.slow
def test_a_warm_run_answers_as_a_cold_one(tmp_path: Path) -> None:
    """Scenarios, steps, events, error and its place are the same."""
    folder = _write(tmp_path, order().replace('"Placed"', '"Place"'))
    cold = run_kata(KATA, folder)
    with ForkServer() as warm:
        assert _timeless(warm.run(KATA, folder)) == _timeless(cold)


def test_each_run_sees_the_file_as_it_is_now(tmp_path: Path) -> None:
    """Right, wrong, endless, ended, unreadable and right again, with one fork server."""
    sources = {
        order(): SOLVED,
        order(add_line="raise ValueError"): FAILING,
        order("while True: pass"): TIMEOUT,
        order("import os\nos._exit(3)"): BROKEN,
        order("def f(:"): BROKEN,
        order() + "\n": SOLVED,
    }
    with ForkServer() as warm:
        for source, status in sources.items():
            assert warm.run(KATA, _write(tmp_path, source), time_limit=1).status == status
