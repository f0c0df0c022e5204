"""Numbers and bounds what a scenario records, and sends it to the command."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from time import time as now
from types import FunctionType, MethodType
from typing import Any, TypedDict
from uuid import UUID

from .messages import MessageWriter
from .quiet import quietly
from .sqlite_connections import Ended
from .value_text import value_text

MOST = 200
"""How much of one kind is kept of a scenario."""

_LONGEST_WORD = 40
"""Characters: a longer text without a space is a key or a seal, which nobody reads."""

_PLAIN = {bool, date, datetime, Decimal, int, type(None), UUID}
"""Types whose values are always shown in full."""

_LONGEST_MESSAGE = 200
"""Characters of what an error says."""

_MINUTE = timedelta(minutes=1)
"""A clock that a scenario sets differs from the computer's by more than this."""

_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")


Acting = Callable[[], str]
"""Notes that the command acts that was called last in the step, and returns its context."""

_AS_CODE = re.compile(r"datetime\.datetime\(((?:\d+, )+\d+)(, tzinfo=datetime\.timezone\.utc)?\)")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+\b")


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
        self._left_out = 0
        self.step: int | None = None

    def end(self) -> None:
        """End a scenario: say how much was left out."""
        if self._left_out:
            self.send("left_out", number=self._left_out)

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
        self._left_out += not has_room
        return has_room

    def is_full(self, kind: str) -> bool:
        """Return whether some of a kind were left out."""
        return self._kept[kind] > MOST

    def send(self, kind: str, **values: Any) -> None:
        """Send a message about the running scenario."""
        self._messages.send(kind, **values)


def text_of(value: Any) -> str:
    """Return a value as people read it, and the same in each run, apart from ids.

    The computer's time is `now`; of bytes, and of a text that is a key, only the length is told. An
    aggregate is told by its id.
    """
    return _brief(value) or stable(value_text(value))


def _brief(value: Any) -> str:
    """Return the text of a value that nobody would read in full; empty for any other value."""
    if type(value) in _PLAIN:
        return ""
    with suppress(Exception):  # a learner's type may raise anything
        if isinstance(value, FunctionType | MethodType | partial):
            return "a function"
        if any(base.__name__ == "BaseAggregate" for base in type(value).__mro__):
            return str(value.id)
        if isinstance(value, bytes | bytearray):
            return f"({len(value)} bytes)"
        if isinstance(value, str) and len(value) > _LONGEST_WORD and not re.search(r"\s", value):
            return f"({len(value)} characters)"
    return ""


def message_of(error: BaseException) -> str:
    """Return what an error says, in one line."""
    try:
        with quietly():
            text = " ".join(str(error).split())
    except BaseException as worse:  # noqa: BLE001 - a learner's __str__ may raise anything
        text = f"<its message raises {type(worse).__name__}>"
    text = text if len(text) <= _LONGEST_MESSAGE else f"{text[: _LONGEST_MESSAGE - 1]}…"
    return stable(text)


def time_of(moment: object) -> str | None:
    """Return a moment in ISO 8601 if a scenario has set it; None if it is the computer's time."""
    with suppress(ValueError, OverflowError, OSError):  # a learner may have put anything there
        if isinstance(moment, datetime) and abs(moment.timestamp() - now()) > _MINUTE.seconds:
            return moment.isoformat()
    return None


def _time() -> str | None:
    """Return the time by the clock that the scenario has set, which the library's events read."""
    domain: Any = sys.modules.get("eventsourcing.domain")
    with suppress(Exception):  # a learner may have put anything there
        return time_of(domain.CanCreateTimestamp.create_timestamp())
    return None


def texts_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return named values as people read them."""
    with quietly():
        return {str(name): text_of(value) for name, value in values.items()}


def stable_texts(values: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the same as `texts_of`, where the texts of the values are known already."""
    return {name: _brief(value) or stable(texts[name]) for name, value in values.items()}


def stable(text: str) -> str:
    """Return a text without what is different in each run."""
    text = _AS_CODE.sub(_in_words, _ADDRESS.sub("", text))
    return _MOMENT.sub(lambda found: _moment(found[0]), text)


def _in_words(code: re.Match[str]) -> str:
    """Return a moment that is written as Python code as people write it."""
    with suppress(ValueError):
        moment = datetime(*map(int, code[1].split(", ")), tzinfo=UTC if code[2] else None)  # type: ignore[arg-type,misc]
        return str(moment)
    return code[0]


def _moment(text: str) -> str:
    """Return a moment as it is written, or `now` if it is the computer's present."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        local = moment.astimezone()  # without a zone it is the computer's, or UTC
        present = datetime.now(UTC)
        for each in (local, moment.replace(tzinfo=moment.tzinfo or UTC)):
            if abs(each - present) < _MINUTE:
                return "now"
    return text
