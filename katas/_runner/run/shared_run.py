"""A run whose scenarios several processes share; the one that failed last runs first."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Lock
from typing import Self

from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, in_repository
from katas._runner.result import NOT_RUN, TIMEOUT, Result

from .messages import SCENARIOS, Stage
from .run import Run
from .shares import are_worth_it, joined, shares

Start = Callable[[Sequence[str]], Run]
"""Starts a run of the scenarios with some titles, or of all if there are none."""


class SharedRun:
    """A run of the learner's kata in as many processes as there are `starts`.

    `before` is the result of the run before, if there is one. It tells how long each scenario
    takes: if all together take no time, one process runs them. With `tell`, the scenario that
    failed first in it, or else the one with the title `shown`, runs alone before the others, and
    `tell` is called when it has ended. Leaving the `with` block ends the run.
    """

    def __init__(
        self,
        kata: Kata,
        starts: Sequence[Start],
        before: Result | None,
        tell: Callable[["SharedRun"], None] | None = None,
        shown: str = "",
    ) -> None:
        self.is_lost = False
        self._starts = starts
        self._tell = tell
        self._begun = time.monotonic()
        self._lock = Lock()
        self._is_unwanted = False
        self._running: list[Run] = []
        self._nothing = Result(kata.slug, in_repository(KATAS))
        self._parts = [self._nothing]  # the newest first
        self._titles: list[str] = []
        work: list[tuple[Start, list[str], str]] = [(starts[0], [], "")]
        if before and are_worth_it(before):
            self._titles = [each.title for each in before.scenarios]
            failing = before.first_failing
            first = failing.title if failing else shown if shown in self._titles else ""
            work = [
                (start, titles, first if tell and start is starts[0] else "")
                for start, titles in zip(starts, shares(before, len(starts)), strict=True)
                if titles
            ]
        self._pool = ThreadPoolExecutor(len(work))
        self._futures = [self._pool.submit(self._work, *each) for each in work]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._begun

    def stop(self) -> None:
        """End all processes, and all that they have started. Any thread may call this."""
        with self._lock:
            self._is_unwanted = True
        for run in list(self._running):
            run.stop()

    def so_far(self) -> Result:
        """Return the result of the scenarios that have finished."""
        return joined([*(run.so_far() for run in list(self._running)), *self._parts])

    def has_ended(self, within: float) -> bool:
        """Wait for the end, at most `within` seconds. Return whether it has come."""
        return not wait(self._futures, within).not_done

    def stage(self, so_far: Result | None = None) -> Stage:
        """Return how far it is: in a long task of a scenario, or in the scenarios.

        `so_far` is what the method of this name has returned, if it has just been called.
        """
        so_far = so_far or self.so_far()
        stages = [run.stage() for run in list(self._running)]
        done = sum(each.status != NOT_RUN for each in so_far.scenarios)
        tasks = (stage for stage in stages if stage.what != SCENARIOS)
        return next(tasks, Stage(SCENARIOS, done, len(so_far.scenarios)))

    def wait(self) -> Result:
        """Wait for the end, and return the result."""
        for future in self._futures:
            future.result()
        self._pool.shutdown()
        result = joined(self._parts)
        titles = [each.title for each in result.scenarios]
        if self._titles and titles and titles != self._titles:
            result = self._run(self._starts[0], [])  # the feature has changed in between
        result.seconds = round(self.seconds, 3)
        return result

    def _work(self, start: Start, titles: list[str], first: str) -> None:
        """Run the first scenario, if there is one, then a share of the others.

        A scenario that ends its process takes no other along: they run in another one.
        """
        if first:
            alone = self._run(start, [first], self._tell)
            if not _begun(alone):
                return  # nothing can run
            if alone.status == TIMEOUT and first in titles:
                titles = titles[: titles.index(first)]  # as in one process, where it is the end
            if not titles:
                return
        while True:
            part = self._run(start, titles)
            left = [each.title for each in part.scenarios if each.status == NOT_RUN]
            titles = [title for title in left if not titles or title in titles]
            has_ended_itself = part.error and part.error.type == "ProcessEnded" and _begun(part)
            if not has_ended_itself or not titles:
                return

    def _run(
        self,
        start: Start,
        titles: list[str],
        tell: Callable[["SharedRun"], None] | None = None,
    ) -> Result:
        """Run the scenarios with some titles, or all, keep the result, and tell of it."""
        with self._lock:
            if self._is_unwanted:
                return self._nothing
            run = start(titles)
            self._running.append(run)
        with run:
            part = run.wait()
            self._parts.insert(0, part)  # before the run removes its messages
            if tell:
                tell(self)  # before it removes anything: that takes time on some disks
        with self._lock:
            self.is_lost |= run.is_lost
            self._running.remove(run)
        return part


def _begun(result: Result) -> bool:
    """Return whether any scenario has begun."""
    return any(each.status != NOT_RUN for each in result.scenarios)
