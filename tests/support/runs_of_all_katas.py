"""Starts the runs for the definition of done as soon as the tests are collected.

Other tests mostly wait for processes. These runs use the idle processors in the meantime.
"""

from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from katas._runner.catalogue import find
from katas._runner.result import Result
from tests.support.pool import Runner, collected, stores, working
from tests.support.repository import Case, Right, StartState, Wrong

RUNS = pytest.StashKey[dict[Case, Future[Result]]]()
"""The runs of a session, by their case."""


def start(session: pytest.Session) -> None:
    """Start the runs of all collected cases; each test waits for its own."""
    in_full = session.config.getoption("in_full")
    stack = ExitStack()
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="katas-")))

    def run(case: Case, run_kata: Runner) -> Result:
        only = [case.fails] if isinstance(case, Wrong) and not in_full else []
        return run_kata(find(case.slug), case.build(folder / str(case)), 60, only)

    cases = collected(session, StartState, Wrong, Right)
    stack.enter_context(stores(case.slug for case in cases))
    session.stash[RUNS] = stack.enter_context(working(cases, run))
    session.config.add_cleanup(stack.close)
