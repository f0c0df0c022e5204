"""The clock of a scenario: a step sets when events happen."""

from datetime import UTC, datetime, timedelta

import pytest
from eventsourcing.domain import CanCreateTimestamp
from pytest_bdd import given, parsers, when

FIRST_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday."""


class Clock:
    """A clock that stands still until a step sets it."""

    def __init__(self) -> None:
        self.now = FIRST_MORNING

    def wait(self, duration: timedelta) -> None:
        """Let so much time pass."""
        self.now += duration


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that the library's events read instead of the computer's."""
    clock = Clock()
    monkeypatch.setattr(CanCreateTimestamp, "create_timestamp", staticmethod(lambda: clock.now))
    return clock


def moment(text: str) -> datetime:
    """Read a time such as "2 March 2026, 09:00"."""
    return datetime.strptime(text, "%d %B %Y, %H:%M").replace(tzinfo=UTC)


@given(parsers.parse("it is {time}"))
@when(parsers.parse("it gets {time}"))
def it_is(clock: Clock, time: str) -> None:
    clock.now = moment(time)
