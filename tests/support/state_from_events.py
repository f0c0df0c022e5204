"""The pytest plugin that checks the first lesson in every kata: state comes from events."""

import re
from typing import Any

import pytest

from tests.support.source_line import PlacedError, placed

from .assignments import assignments
from .rebuilding import MISSING, Difference, Rebuilding

_LONGEST_VALUE = 60
_ADDRESS = re.compile(r"<(?:[\w.<>]+\.)?(\w+) object at 0x[0-9a-f]+>")
_ONLY_EVENTS = "Only the body of an `@event`, or an event's `apply`, may change state."
_OF_ITS_OWN = (
    "The body of an `@event` gives another value when it runs again. Does it ask a clock, chance "
    "or a counter? The command asks these, and the event carries the answer. Is it a list? Then "
    "each object needs one of its own."
)

rebuilding = Rebuilding()


def pytest_configure() -> None:
    rebuilding.install()


def pytest_bdd_before_scenario() -> None:
    rebuilding.begin()


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_after_step() -> None:
    difference = rebuilding.look()
    if difference:
        raise _error(difference)


def pytest_bdd_after_scenario() -> None:
    rebuilding.end()


def _error(difference: Difference) -> AssertionError:
    """Return which attribute differs, and where the code is that alone can have done it."""
    kind, name = type(difference.aggregate), difference.name
    if difference.is_kept:
        return placed(_message(difference, ""), getattr(kind, name).func)
    places = set(assignments(kind, name))
    is_of_an_event = not places and bool(difference.events)
    if is_of_an_event:
        places = set(assignments(kind, name, by_events=True))
    message = _message(difference, _OF_ITS_OWN if is_of_an_event and places else _ONLY_EVENTS)
    return PlacedError(message, *places.pop()) if len(places) == 1 else AssertionError(message)


def _message(difference: Difference, advice: str) -> str:
    kind = type(difference.aggregate).__name__
    if isinstance(difference.rebuilt, Exception) and not difference.name:
        error = difference.rebuilt
        return (
            f"The {kind} cannot be read back from its events: {_parted(difference)} raises "
            f"{type(error).__name__} there ({error}). {_ONLY_EVENTS}"
        )
    live, rebuilt = _shown(difference.live), _shown(difference.rebuilt)
    if difference.is_kept:
        return (
            f"`{difference.name}` of the {kind} was computed before, and is {live}. Now it would "
            f"be {rebuilt}. An event that changes what it is computed from must delete it."
        )
    there = "another one" if live == rebuilt else rebuilt
    return (
        f"`{difference.name}` is {live} here, but {there} in the {kind} that is read back from its "
        f"events. They begin to differ {_parted(difference)}. {advice}"
    )


def _parted(difference: Difference) -> str:
    names = list(dict.fromkeys(type(event).__name__ for event in difference.events))
    return f"at {' or '.join(names)}" if names else "without an event"


def _shown(value: Any) -> str:
    if value is MISSING:
        return "missing"
    kind: Any = type(value)
    has_text = kind.__str__ not in (object.__str__, str.__str__)
    try:
        text = " ".join((str(value) if has_text else repr(value)).split())
    except Exception as error:  # noqa: BLE001 - a learner's __repr__ may raise anything
        return f"a {type(value).__name__} (its text raises {type(error).__name__})"
    text = _ADDRESS.sub(r"a \1", text)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
