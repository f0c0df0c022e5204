"""Values as people read them, and the same in each run, apart from ids."""

import re
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial
from time import time as now
from types import FunctionType, MethodType
from typing import Any
from uuid import UUID

from .quiet import quietly
from .value_text import value_text

_LONGEST_WORD = 40
"""Characters: a longer text without a space is a key or a seal, which nobody reads."""

_PLAIN = {bool, date, datetime, Decimal, int, type(None), UUID}
"""Types whose values are always shown in full."""

_SINGLE = date, timedelta, Decimal, Enum, UUID, str, bytes, int, float
_DATA = *_SINGLE, list, tuple, dict, set, frozenset, deque
"""Types of answers that people can read."""

_LONGEST_MESSAGE = 200
"""Characters of what an error says."""

_MINUTE = timedelta(minutes=1)
"""A clock that a scenario sets differs from the computer's by more than this."""

_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_AS_CODE = re.compile(r"datetime\.datetime\(((?:\d+, )+\d+)(, tzinfo=datetime\.timezone\.utc)?\)")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+\b")


def text_of(value: Any) -> str:
    """Return a value as people read it, and the same in each run, apart from ids.

    The computer's time is `now`; of bytes, and of a text that is a key, only the length is told. An
    aggregate is told by its id.
    """
    return _brief(value) or stable(value_text(value))


def is_data(value: Any) -> bool:
    """Return whether a value says something by itself: no aggregate, nor a part of a program."""
    with suppress(Exception):  # a learner's type may raise anything
        is_object = not isinstance(value, type) and not _is_aggregate(value)
        return isinstance(value, _DATA) or (is_dataclass(value) and is_object)
    return False


def _is_aggregate(value: Any) -> bool:
    return any(base.__name__ == "BaseAggregate" for base in type(value).__mro__)


def _brief(value: Any) -> str:
    """Return the text of a value that nobody would read in full; empty for any other value."""
    if type(value) in _PLAIN:
        return ""
    with suppress(Exception):  # a learner's type may raise anything
        if isinstance(value, FunctionType | MethodType | partial):
            return "a function"
        if isinstance(value, dict):
            return "a store" if "PERSISTENCE_MODULE" in value else ""
        if _is_aggregate(value):
            return str(value.id)
        is_key = isinstance(value, str) and not re.search(r"\s", value)
        if isinstance(value, bytes | bytearray) or (is_key and len(value) > _LONGEST_WORD):
            return f"({len(value)} {'characters' if is_key else 'bytes'})"
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
