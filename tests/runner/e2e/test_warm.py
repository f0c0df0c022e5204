"""The fork server gives the same results as fresh processes, each time."""

from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.result import BROKEN, FAILING, SOLVED, TIMEOUT
from katas._runner.run.forks import IS_POSSIBLE, ForkServer
from katas._runner.run.run import run_kata
from tests.runner.learner import SLUG, order, timeless, write

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot fork")

KATA = find(SLUG)


@pytest.mark.slow
def test_a_warm_run_answers_as_a_cold_one(tmp_path: Path) -> None:
    """Scenarios, steps, events, error and its place are the same."""
    folder = write(tmp_path, order().replace('"Placed"', '"Place"'))
    cold = run_kata(KATA, folder)
    with ForkServer() as warm:
        assert timeless(warm.run(KATA, folder)) == timeless(cold)


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
            assert warm.run(KATA, write(tmp_path, source), time_limit=1).status == status
