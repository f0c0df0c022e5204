"""One run at a time: a new run ends the one before."""

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS
from katas._runner.result import Result
from katas._runner.run import forks
from katas._runner.run.run import Run

from .events import Finished, Queue


class CurrentRun:
    """Starts runs in forks of the fork server, or in fresh processes if the system cannot fork.

    `time_limit` is in seconds. Leaving the `with` block ends all of them.
    """

    def __init__(self, events: Queue, time_limit: float) -> None:
        self.current: Run | None = None
        self._events = events
        self._time_limit = time_limit
        self._waiters = ThreadPoolExecutor()
        self._fork_server = forks.ForkServer() if forks.IS_POSSIBLE else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._fork_server:
            self._fork_server.close()
        self._waiters.shutdown()

    def start(self, kata: Kata) -> None:
        """Start a run of the learner's files; the event `Finished` comes when it ends."""
        self.stop()
        run = self._make(kata)
        self.current = run
        self._waiters.submit(_wait, run).add_done_callback(
            lambda result: self._events.put(Finished(run, result))
        )

    def stop(self) -> None:
        """End the run at once, if there is one."""
        if self.current:
            self.current.stop()
        self.current = None

    def _make(self, kata: Kata) -> Run:
        if not self._fork_server:
            return Run(kata, KATAS, self._time_limit)
        if not self._fork_server.is_usable:
            self._fork_server.close()
            self._fork_server = forks.ForkServer()
        return self._fork_server.start(kata, KATAS, self._time_limit)


def _wait(run: Run) -> Result:
    with run:
        return run.wait()
