"""Numbers and bounds what a scenario records, and sends it to the command."""

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, TypedDict

from .messages import MessageWriter
from .sqlite_connections import Ended
from .texts import time_of

MOST = 200
"""How much of one kind is kept of a scenario."""


Acting = Callable[[], str]
"""Notes that the command acts that was called last in the step, and returns its context."""


class Place(TypedDict):
    """Where something belongs in its scenario: a running number, and the number of the step.

    `time` is that of the scenario's clock, in ISO 8601, if it has set one.
    """

    order: int
    step: int | None
    time: str | None


class Record:
    """What the running scenario records. Something that was done in a step has its number.

    What is noted after the end of a step belongs to no step, unless the step has failed.
    """

    def __init__(self) -> None:
        self._messages: MessageWriter
        self.acting: Acting = lambda: ""
        self.begin()

    def install(self, messages: MessageWriter) -> None:
        """Send what is recorded from now on as these messages."""
        self._messages = messages

    def begin(self) -> None:
        """Begin a scenario."""
        self._numbers = count(1)
        self._kept: Counter[str] = Counter()
        self._left_out: Counter[tuple[str, int | None]] = Counter()
        self.step: int | None = None

    def end(self) -> None:
        """End a scenario: say how much was left out."""
        if self._left_out:
            of = [
                {"what": what, "step": step, "number": number}
                for (what, step), number in self._left_out.items()
            ]
            self.send("left_out", number=self._left_out.total(), of=of)

    def place(self) -> Place:
        """Return the place of something that happens now."""
        return {"order": next(self._numbers), "step": self.step, "time": _time()}

    def settled(self, ended: Ended) -> int:
        """Return the running number of the end of a transaction, the same each time."""
        if ended.number is None:
            ended.number = self.place()["order"]
        return ended.number

    def happens(self) -> Place:
        """Return the place of something that the command does that was called last."""
        self.acting()
        return self.place()

    def has_room(self, kind: str) -> bool:
        """Return whether one more of a kind is to be kept; if not, count it as left out."""
        self._kept[kind] += 1
        has_room = self._kept[kind] <= MOST
        if not has_room:
            self._left_out[kind, self.step] += 1
        return has_room

    def is_full(self, kind: str) -> bool:
        """Return whether some of a kind were left out."""
        return self._kept[kind] > MOST

    def send(self, kind: str, **values: Any) -> None:
        """Send a message about the running scenario."""
        self._messages.send(kind, **values)


def _time() -> str | None:
    """Return the time by the clock that the scenario has set, which the library's events read."""
    domain: Any = sys.modules.get("eventsourcing.domain")
    with suppress(Exception):  # a learner may have put anything there
        return time_of(domain.CanCreateTimestamp.create_timestamp())
    return None
