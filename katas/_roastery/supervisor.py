"""The shop: starts the workers, hears what they tell, and ends them."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from katas._runner.processes import has_room_for_sockets

from .databases import Databases
from .messages import Failed, Gone, Message, Processed, Sold
from .worker import KATA, WorkerConfig, work

TIMEOUT = 8.0
"""Seconds in which something should have happened that a worker tells."""

MessageType = TypeVar("MessageType", bound=Message)


class TooLateError(Exception):
    """Raised when nobody has told, in time, what is waited for."""


class WorkerFailedError(Exception):
    """Raised when a worker has stopped at an error."""

    def __init__(self, worker: "WorkerHandle", failed: Failed) -> None:
        super().__init__(f"{worker.name} has stopped: {failed.type}: {failed.message}")
        self.worker = worker
        self.failed = failed


@dataclass
class WorkerHandle:
    """A worker as whoever has started it sees it: the `number`th of a context."""

    context: str
    number: int
    process: Any
    pipe: Pipe
    messages: list[Message] = field(default_factory=list)
    is_gone: bool = False

    @property
    def name(self) -> str:
        """What people call it: Billing, Billing 2."""
        return self.context if self.number == 1 else f"{self.context} {self.number}"

    def told(self, kind: type[MessageType]) -> list[MessageType]:
        """Return its messages of a kind, in order."""
        return [each for each in self.messages if isinstance(each, kind)]


class Supervisor:
    """The workers. `follows` says whose streams each context reads; `folder` stands behind `katas`.

    `hear` is called with whatever a worker tells. Workers end with the `with` block, and with this
    process, however it ends.
    """

    def __init__(
        self,
        databases: Databases,
        follows: Mapping[str, Sequence[str]],
        folder: Path,
        hear: Callable[[WorkerHandle, Message], None] = lambda _, __: None,
    ) -> None:
        self._databases = databases
        self._follows = follows
        self._folder = folder
        self._hear = hear
        self._start = _prepared()
        self.workers: list[WorkerHandle] = []

    def start(
        self, context: str, company: str = f"{KATA}.company", *, is_fresh: bool = False
    ) -> WorkerHandle:
        """Start a worker. `company` is the module that says who is who.

        A fresh one shares nothing with the others, as if it were on another machine. It takes a
        second longer.
        """
        number = 1 + max((each.number for each in self.present(context)), default=0)
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
        )
        ours, theirs = multiprocessing.Pipe()
        start = multiprocessing.get_context("spawn") if is_fresh else self._start
        process = start.Process(target=work, args=(config, theirs), daemon=True)
        process.start()
        theirs.close()
        worker = WorkerHandle(context, number, process, ours)
        self.workers.append(worker)
        return worker

    def worker_name(self, context: str, number: int) -> str:
        """Return how the connections of a worker call themselves."""
        return f"{self._databases.name(context)}_{number}"

    def present(self, context: str) -> list[WorkerHandle]:
        """Return the workers of a context that are there."""
        return [each for each in self._of(context) if not each.is_gone]

    def ask(self, worker: WorkerHandle, what: Any) -> None:
        """Tell a worker what to do."""
        worker.pipe.send(what)

    def kill(self, worker: WorkerHandle) -> None:
        """End a worker at once, by SIGKILL."""
        worker.process.kill()
        worker.process.join()
        self._drain(worker)

    def close(self) -> None:
        """End all workers. What one has begun is not committed, and is done again by the next."""
        for worker in self.workers:
            worker.pipe.close()
        for worker in self.workers:
            worker.process.join(TIMEOUT)
            worker.process.kill()
            worker.process.join()
            worker.is_gone = True

    def wait(self, has_happened: Callable[[], bool], what: str, timeout: float = TIMEOUT) -> None:
        """Hear what the workers tell, until something has happened. `what` says what should be.

        Raises `TooLateError`, and `WorkerFailedError` if one of them has stopped.
        """
        deadline = monotonic() + timeout
        while not has_happened():
            left = deadline - monotonic()
            if left <= 0 or not self.listen(left):
                raise TooLateError(what)

    def listen(self, seconds: float | None) -> bool:
        """Hear what is told within so many seconds; False if nothing is. Raises as `wait` does."""
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
            message = Gone()
        worker.messages.append(message)
        self._hear(worker, message)
        if isinstance(message, Failed):
            raise WorkerFailedError(worker, message)

    def _drain(self, worker: WorkerHandle) -> None:
        """Hear the last that a worker has told."""
        while not worker.is_gone:
            self._hear_from(worker)

    def _of(self, context: str) -> list[WorkerHandle]:
        return [each for each in self.workers if each.context == context]

    def position(self, context: str, stream: str) -> int:
        """Return how far a context has told to be in a stream."""
        told = [message for each in self._of(context) for message in each.told(Processed)]
        return max((each.position for each in told if each.stream == stream), default=0)

    def sold(self) -> int:
        """Return how many orders were sold."""
        return sum(len(each.told(Sold)) for each in self._of("Sales"))


def _prepared() -> Any:
    """How processes are started: as forks of one that has imported what they need, if possible."""
    has_forkserver = "forkserver" in multiprocessing.get_all_start_methods()
    if not has_forkserver or not has_room_for_sockets():  # it listens at one
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    needed = [f"{__package__}.worker", "sqlalchemy.dialects.postgresql", "psycopg_pool"]
    context.set_forkserver_preload([*needed, *(["pytest"] if "pytest" in sys.modules else [])])
    return context


@contextmanager
def closing(supervisor: Supervisor) -> Iterator[Supervisor]:
    """End the workers in the end."""
    try:
        yield supervisor
    finally:
        supervisor.close()
