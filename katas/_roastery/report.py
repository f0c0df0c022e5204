"""What the shop prints about its workers."""

from collections.abc import Callable, Iterable
from time import monotonic

from katas._runner.views.prose import in_lines

from .messages import (
    Failed,
    Follows,
    Gone,
    HasTurn,
    Message,
    Processed,
    Sells,
    StartedAgain,
    Waits,
)
from .supervisor import Supervisor, WorkerHandle

PATIENCE = 1.0
"""Seconds that a worker waits for its turn before that is worth a line."""


class Report:
    """Prints the messages of workers that people want to see."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._waiting: dict[str, float] = {}

    def hear(self, worker: WorkerHandle, message: Message) -> None:
        """Print a message, or nothing."""
        if isinstance(message, StartedAgain):
            when = f"It is started again in {message.pause:.1f} s."
            self._say(in_lines(f"{worker.name} {message.failed.why}\n{when}"))
        what = self._in_words(worker, message)
        if what:
            self._say(f"  {worker.name:<12} {what}")

    def look(self) -> None:
        """Print which workers have waited too long: elsewhere, another one is at work."""
        for name, since in list(self._waiting.items()):
            if monotonic() - since > PATIENCE:
                del self._waiting[name]
                self._say(f"  {name:<12} waits for its turn, while another worker is at work")

    def _in_words(self, worker: WorkerHandle, message: Message) -> str:
        match message:
            case Sells():
                return f"sells {message.bags} × {message.coffee} to {message.customer}"
            case Waits():
                self._waiting[worker.name] = monotonic()
            case HasTurn() if not self._waiting.pop(worker.name, None):
                return "has its turn"
            case Follows():
                return f"follows {message.stream}"
            case Processed():
                recorded = ", ".join(message.recorded) or "nothing new"
                return f"{message.stream} {message.position}, {message.about}: {recorded}"
            case Gone():
                self._waiting.pop(worker.name, None)
                return "" if worker.told(Failed) else _end(message)
        return ""


def overview(supervisor: Supervisor, departments: Iterable[str]) -> str:
    """Return a line for each worker: what it does, and how far it has processed each stream.

    Of workers that had the same name there is the last one.
    """
    lines = ["Who is here, and which message of each stream they have got to:"]
    for department in departments:
        workers = {each.name: each for each in supervisor.workers if each.context == department}
        for name, worker in workers.items():
            lines.append(f"  {name:<12} {_state(supervisor, worker)}")
        if not workers:
            lines.append(f"  {department:<12} has no worker here")
    return "\n".join(lines)


def _state(supervisor: Supervisor, worker: WorkerHandle) -> str:
    """Return what a worker does, or how it has ended."""
    if worker.is_gone:
        return next(map(_end, worker.told(Gone)), _end(Gone()))
    if not worker.told(HasTurn):
        if worker.told(Waits):
            return "waits for its turn"
        return "starts again soon" if worker.told(StartedAgain) else "starts"
    streams = [each.stream for each in worker.told(Follows)]
    positions = {each: supervisor.position(worker.context, each) for each in streams}
    read = ", ".join(f"{stream} {position or ''}".strip() for stream, position in positions.items())
    return f"is at work: {read}" if read else "is at work"


def _end(gone: Gone) -> str:
    return "was killed" if gone.was_killed else "has stopped"
