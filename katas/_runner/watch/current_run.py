"""One run at a time: a new run ends the one before."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Self

from katas._runner import inputs
from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS
from katas._runner.result import Result
from katas._runner.run import forks
from katas._runner.run.run import Run
from katas._runner.run.shared_run import SharedRun, Start
from katas._runner.run.shares import MOST_PROCESSES, are_worth_it

from .events import Finished, Queue, Verdict


class CurrentRun:
    """Starts runs in forks of fork servers, or in fresh processes if the system cannot fork.

    The second fork server, and each other, comes with the first kata whose scenarios take long.
    `time_limit` is in seconds. Leaving the `with` block ends all of them.
    """

    def __init__(self, events: Queue, time_limit: float) -> None:
        self.current: SharedRun | None = None
        self._events = events
        self._time_limit = time_limit
        self._before: dict[Kata, Result] = {}
        self._waiters = ThreadPoolExecutor()
        self._servers = [forks.ForkServer()] if forks.IS_POSSIBLE else []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        for server in self._servers:
            server.close()
        self._waiters.shutdown()

    def start(self, kata: Kata, shown: str = "") -> None:
        """Start a run of the learner's files; the event `Finished` comes when it ends.

        `Verdict` comes earlier, when the scenario that failed last has run, or if there is none,
        the one that somebody looks at: its title is `shown`.
        """
        self.stop()
        run = SharedRun(kata, self._starts(kata), self._before.get(kata), self._tell, shown)
        self.current = run
        self._waiters.submit(run.wait).add_done_callback(
            lambda result: self._events.put(Finished(run, result))
        )

    def finish(self, kata: Kata, result: Result) -> None:
        """Note the result of the current run, which has ended: the next run depends on it."""
        self.stop()
        self._before[kata] = result
        if self._servers and are_worth_it(result):
            for _ in range(len(self._servers), min(os.cpu_count() or 1, MOST_PROCESSES)):
                self._servers.append(forks.ForkServer())

    def stop(self) -> None:
        """End the run at once, if there is one."""
        if self.current:
            self.current.stop()
        self.current = None

    def _tell(self, run: SharedRun) -> None:
        self._events.put(Verdict(run))

    def _starts(self, kata: Kata) -> list[Start]:
        """Return what starts processes, each one at a time."""
        if not self._servers:
            return [lambda only: Run(kata, KATAS, self._time_limit, only)]
        shared = inputs.shared_fingerprint()
        for number, server in enumerate(self._servers):
            if not server.is_usable(shared):
                server.close()
                self._servers[number] = forks.ForkServer()
        return [partial(server.start, kata, KATAS, self._time_limit) for server in self._servers]
