"""Runs many katas at the same time, in forks of fork servers if the system can fork."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import pytest

from katas._runner import postgres
from katas._runner.catalogue import Kata, find
from katas._runner.result import Result
from katas._runner.run.forks import IS_POSSIBLE, ForkServer
from katas._runner.run.run import DEFAULT_TIME_LIMIT, run_kata

Runner = Callable[..., Result]
"""Runs a kata: `run(kata, folder, time_limit, only, until_failure=False)`."""

CaseType = TypeVar("CaseType")
Made = TypeVar("Made")


def _run_fresh(
    kata: Kata,
    folder: Path,
    time_limit: float = DEFAULT_TIME_LIMIT,
    only: object = (),  # noqa: ARG001 - without forks all scenarios run
    *,
    until_failure: bool = False,
) -> Result:
    return run_kata(kata, folder, time_limit, until_failure=until_failure)


@contextmanager
def runner() -> Iterator[Runner]:
    """Yield a function that runs katas, by a fork server if possible."""
    if not IS_POSSIBLE:
        yield _run_fresh
        return
    with ForkServer() as server:
        yield server.run


@contextmanager
def working(
    cases: list[CaseType], work: Callable[[CaseType, Runner], Made], at_a_time: int | None = None
) -> Iterator[dict[CaseType, Future[Made]]]:
    """Start the work on all cases, one for each processor. Callers wait for single results."""
    workers = max(1, min(at_a_time or os.cpu_count() or 1, len(cases)))
    idle: SimpleQueue[Runner] = SimpleQueue()

    def work_on(case: CaseType) -> Made:
        run = idle.get()
        try:
            return work(case, run)
        finally:
            idle.put(run)

    with ExitStack() as stack, ThreadPoolExecutor(workers) as executor:
        for _ in range(workers):
            idle.put(stack.enter_context(runner()))
        try:
            yield {case: executor.submit(work_on, case) for case in cases}
        finally:
            executor.shutdown(cancel_futures=True)  # nobody needs the others any more


@contextmanager
def stores(slugs: Iterable[str]) -> Iterator[None]:
    """Provide a PostgreSQL server for runs of katas, if one needs it and it is installed."""
    if not any(find(slug).needs == "postgres" for slug in slugs) or not postgres.is_at_hand():
        yield
        return
    with postgres.server(durable=False) as url:
        os.environ[postgres.BORROWED] = url
        try:
            yield
        finally:
            del os.environ[postgres.BORROWED]


def collected(session: pytest.Session, *kinds: type[CaseType]) -> list[CaseType]:
    """Return the cases of the collected tests, each once."""
    callspecs: list[Any] = [getattr(item, "callspec", None) for item in session.items]
    cases = [spec.params.get("case") for spec in callspecs if spec]
    return list({case: None for case in cases if isinstance(case, kinds)})
