"""Starts the workers, receives their messages, and ends them."""

import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from katas._runner.processes import has_room_for_sockets
from katas.given.telephone import pause

from .databases import Databases
from .messages import Failed, Gone, Message, Processed, Sold, StartedAgain
from .worker import KATA, WorkerConfig, work

TIMEOUT = 8.0
"""Seconds to wait for a message of a worker."""

RESTARTS = 5
"""How often refused workers of a context are started again while it processes nothing."""

LONGEST = 7
"""After so many stops the pauses before a new start grow no more: half a minute, or less."""

CALM = 60.0
"""Seconds of work after which it is forgotten how often workers of a context have stopped."""

_END = 1.0
"""Seconds in which a process ends whose pipe has closed."""

MessageType = TypeVar("MessageType", bound=Message)


class TooLateError(Exception):
    """Raised when the expected message has not come in time."""


class WorkerFailedError(Exception):
    """Raised when a worker has stopped at an error, and is not started again."""

    def __init__(self, worker: "WorkerHandle", failed: Failed) -> None:
        why = ": ".join(filter(None, (failed.type, failed.message)))
        super().__init__(f"{worker.name} has stopped: {why}")
        self.worker = worker
        self.failed = failed


@dataclass
class WorkerHandle:
    """A worker in the process that has started it: the context's worker number `number`."""

    context: str
    number: int
    process: Any
    pipe: Pipe
    company: str = f"{KATA}.company"
    messages: list[Message] = field(default_factory=list)
    is_gone: bool = False
    started: float = field(default_factory=monotonic)

    @property
    def name(self) -> str:
        """The name for people: Billing, Billing 2."""
        return self.context if self.number == 1 else f"{self.context} {self.number}"

    def told(self, kind: type[MessageType]) -> list[MessageType]:
        """Return its messages of a kind, in order."""
        return [each for each in self.messages if isinstance(each, kind)]


class Supervisor:
    """The workers. `follows` says whose streams each context reads.

    The package `katas` is imported from `folder`. `hear` is called with every message. The workers
    end when the supervisor is closed or when this process ends, however it ends.

    A worker that its store has refused is started again: another one was quicker, and the next one
    reads on after the position. So are all of its context together `restarts` times, if nothing is
    processed in the meantime. Whoever has lost their database is started again until it is back.
    The pauses before it grow. A worker that has stopped at any other error stays away; so do all if
    `restarts` is 0.
    """

    def __init__(
        self,
        databases: Databases,
        follows: Mapping[str, Sequence[str]],
        folder: Path,
        hear: Callable[[WorkerHandle, Message], None] = lambda _, __: None,
        restarts: int = RESTARTS,
    ) -> None:
        self._databases = databases
        self._follows = follows
        self._folder = folder
        self._hear = hear
        self.restarts = restarts
        self._stopped = Counter[str]()
        self._refused = Counter[str]()
        self._start = _prepared()
        self.workers: list[WorkerHandle] = []

    def start(
        self, context: str, company: str = f"{KATA}.company", *, is_fresh: bool = False
    ) -> WorkerHandle:
        """Start a worker. `company` is the module that names the applications.

        A fresh one shares nothing with the others, as if it were on another machine. It takes a
        second longer.
        """
        number = 1 + max((each.number for each in self.present(context)), default=0)
        return self._launch(context, number, company, is_fresh=is_fresh)

    def _launch(
        self,
        context: str,
        number: int,
        company: str,
        *,
        is_fresh: bool = False,
        pause: float = 0.0,
    ) -> WorkerHandle:
        name = self.worker_name(context, number)
        follows = tuple(self._follows[context])
        config = WorkerConfig(
            context,
            number,
            self._databases.address(context, context, name),
            self._databases.env(context, follows),
            self._databases.libpq(name),
            follows,
            self._folder,
            company,
            pause,
        )
        ours, theirs = multiprocessing.Pipe()
        start = multiprocessing.get_context("spawn") if is_fresh else self._start
        process = start.Process(target=work, args=(config, theirs), daemon=True)
        process.start()
        theirs.close()
        worker = WorkerHandle(context, number, process, ours, company)
        self.workers.append(worker)
        return worker

    def worker_name(self, context: str, number: int) -> str:
        """Return the name of a worker's connections."""
        return f"{self._databases.name(context)}_{number}"

    def present(self, context: str) -> list[WorkerHandle]:
        """Return the workers of a context that have not ended."""
        return [each for each in self._of(context) if not each.is_gone]

    def ask(self, worker: WorkerHandle, what: Any) -> None:
        """Tell a worker what to do. If it has just ended, `listen` notices, and nothing is done."""
        with suppress(OSError):
            worker.pipe.send(what)

    def kill(self, worker: WorkerHandle) -> None:
        """End a worker at once, by SIGKILL."""
        worker.process.kill()
        worker.process.join()
        self._drain(worker)

    def close(self) -> None:
        """End all workers. What one has not committed is processed again by the next one."""
        for worker in self.workers:
            worker.pipe.close()
        for worker in self.workers:
            worker.process.join(TIMEOUT)
            worker.process.kill()
            worker.process.join()
            worker.is_gone = True

    def wait(self, has_happened: Callable[[], bool], what: str, timeout: float = TIMEOUT) -> None:
        """Receive messages until `has_happened()`; `what` describes it in the error.

        Raises `TooLateError`, and `WorkerFailedError` if a worker has stopped.
        """
        deadline = monotonic() + timeout
        while not has_happened():
            left = deadline - monotonic()
            if left <= 0 or not self.listen(left):
                raise TooLateError(what)

    def listen(self, seconds: float | None) -> bool:
        """Receive messages for so many seconds. Return whether any came. Raises as `wait` does."""
        open_ones = {each.pipe: each for each in self.workers if not each.is_gone}
        told = wait(list(open_ones), seconds)
        for pipe in told:
            self._hear_from(open_ones[pipe])  # type: ignore[index]
        return bool(told)

    def _hear_from(self, worker: WorkerHandle) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.is_gone = True
            worker.process.join(_END)
            message = Gone(was_killed=(worker.process.exitcode or 0) < 0)
        self._take(worker, message)
        match message:
            case Processed():
                self._forget(worker.context)
            case Failed() if self._may_start_again(worker, message):
                self._start_again(worker, message)
            case Failed():
                raise WorkerFailedError(worker, message)

    def _take(self, worker: WorkerHandle, message: Message) -> None:
        worker.messages.append(message)
        self._hear(worker, message)

    def _forget(self, context: str) -> None:
        """Forget how often workers of a context have stopped."""
        del self._stopped[context], self._refused[context]

    def _may_start_again(self, worker: WorkerHandle, failed: Failed) -> bool:
        """Count the failure, and return whether another start may help."""
        if monotonic() - worker.started > CALM:
            self._forget(worker.context)
        self._stopped[worker.context] += 1
        self._refused[worker.context] += failed.is_refused
        if failed.is_refused:
            return self._refused[worker.context] <= self.restarts
        return failed.may_pass and self.restarts > 0

    def _start_again(self, worker: WorkerHandle, failed: Failed) -> None:
        """Start a worker in place of one that has stopped, under the same name, after a pause."""
        worker.process.kill()  # it ends by itself, but it may have begun to report a second error
        worker.process.join()
        worker.pipe.close()
        worker.is_gone = True
        seconds = pause(min(self._stopped[worker.context], LONGEST)).total_seconds()
        again = self._launch(worker.context, worker.number, worker.company, pause=seconds)
        self._take(again, StartedAgain(failed, seconds))

    def _drain(self, worker: WorkerHandle) -> None:
        """Receive the last messages of a worker."""
        while not worker.is_gone:
            self._hear_from(worker)

    def _of(self, context: str) -> list[WorkerHandle]:
        return [each for each in self.workers if each.context == context]

    def position(self, context: str, stream: str) -> int:
        """Return the last position of a stream that a context has reported."""
        told = [message for each in self._of(context) for message in each.told(Processed)]
        return max((each.position for each in told if each.stream == stream), default=0)

    def sold(self) -> int:
        """Return how many orders Sales has reported."""
        return sum(len(each.told(Sold)) for each in self._of("Sales"))


def _prepared() -> Any:
    """Return how to start processes: if possible, as forks of one that has imported the modules."""
    has_forkserver = "forkserver" in multiprocessing.get_all_start_methods()
    if not has_forkserver or not has_room_for_sockets():  # the fork server needs a socket
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    needed = [f"{__package__}.worker", "sqlalchemy.dialects.postgresql", "psycopg_pool"]
    context.set_forkserver_preload([*needed, *(["pytest"] if "pytest" in sys.modules else [])])
    return context


@contextmanager
def closing(supervisor: Supervisor) -> Iterator[Supervisor]:
    """Close the supervisor at the end of a `with` block."""
    try:
        yield supervisor
    finally:
        supervisor.close()
