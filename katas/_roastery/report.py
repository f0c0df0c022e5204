"""What the shop prints about its workers."""

from collections.abc import Callable
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
from .supervisor import WorkerHandle

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
                how = "was killed" if message.was_killed else "has stopped"
                return "" if worker.told(Failed) else how
        return ""
