"""Puts what was recorded into the place of a note, and its values into lines."""

import re
from collections.abc import Iterable
from dataclasses import replace

from katas._runner.recorded import Delivery, Recorded, Row, Stored, Tracking

from .note import BEFORE, Line, Note

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d):00(?:\.0+)?(?:\+00:00|Z)?")


def placed(note: Note, recorded: Recorded, moments: Iterable[int] = ()) -> Note:
    """Return a note in the place of what was recorded, and stored at these moments."""
    return replace(
        note,
        store=recorded.store if isinstance(recorded, Row | Tracking | Delivery) else 0,
        context=note.context or recorded.context,
        step=BEFORE if recorded.step is None else recorded.step,
        order=recorded.order,
        time=recorded.time or "",
        settled=frozenset(moments),
    )


def settled(each: Stored) -> set[int]:
    """Return the moments at which something was stored."""
    return set() if each.settled is None else {each.settled}


def lines_of(values: dict[str, str]) -> tuple[Line, ...]:
    """Return a line for each value."""
    return tuple(Line(f"{name} {short(value)}") for name, value in values.items())


def short(text: str) -> str:
    """Leave out what no clock in a scenario tells: seconds, and that it is UTC."""
    return _MOMENT.sub(r"\1 \2", text)
