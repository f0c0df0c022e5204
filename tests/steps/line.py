"""Steps about the line to Sales: what comes through it, and when it breaks."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from pytest_bdd import then

from tests.support.source_line import unplaced

from .office import Office

AT_A_TIME = 10
"""Events that Sales hands out at a time."""

MOST_TIMES = 12
"""How often Sales hands out one event before a pull counts as endless."""

EACH_MOVES = "Each event should move the position to its own number."


class LineDeadError(Exception):
    """Raised when Sales is asked while the line is dead."""


class LineToSales:
    """The line to Sales. It counts the events that are handed out, and a step can break it."""

    def __init__(self, select_notifications: Callable[..., Any]) -> None:
        self.handed_out: Counter[int] = Counter()
        """How often each event was handed out, by its number."""
        self.again: list[int] = []
        """The events on the latest page that had been handed out before."""
        self.asked_in_vain = 0
        """How often there was nothing to hand out."""
        self.advice = EACH_MOVES
        """Advice if a pull does not end."""
        self._breaks_after: int | None = None
        self._names: dict[int, str] = {}
        self._select_notifications = select_notifications

    def ask(self, start: int | None, limit: int, *args: Any, **kwargs: Any) -> Any:
        """Hand out events, as the recorder's select_notifications does."""
        if limit > AT_A_TIME:
            pytest.fail(f"Sales hands out {AT_A_TIME} events at a time, but is asked for {limit}.")
        if self._breaks_after is not None and self.handed_out.total() >= self._breaks_after:
            raise LineDeadError
        page = self._select_notifications(start, limit, *args, **kwargs)
        self.asked_in_vain += not page
        self.again = [each.id for each in page if each.id in self.handed_out]
        self._names |= {each.id: each.topic.rpartition(".")[2] for each in page}
        self.handed_out.update(each.id for each in page)
        for number, times in self.handed_out.items():
            if times > MOST_TIMES:
                message = (
                    f"Sales has handed out {self.event(number)} {times} times, and the pull does"
                    f" not end. {self.advice}"
                )
                raise unplaced(pytest.fail.Exception(message))
        return page

    @contextmanager
    def breaking_after(self, events: int) -> Iterator[None]:
        """Let the line break after so many events, inside a `with` block."""
        self._breaks_after = events
        with suppress(LineDeadError):
            yield
        self._breaks_after = None

    def event(self, number: int) -> str:
        """Return an event's number and name: "event 3 (Placed)"."""
        name = self._names.get(number)
        return f"event {number} ({name})" if name else f"event {number}"


@pytest.fixture
def line(office: Office, monkeypatch: pytest.MonkeyPatch) -> LineToSales:
    recorder = office.sales.recorder
    line = LineToSales(recorder.select_notifications)
    monkeypatch.setattr(recorder, "select_notifications", line.ask)
    return line


@then("Sales has told the Warehouse everything once")
def sales_has_told_everything_once(line: LineToSales, office: Office) -> None:
    recorded = office.numbers()
    for number in recorded:
        times = line.handed_out[number]
        was = f"handed out {times} times" if times else "never asked for"
        assert times == 1, (
            f"Sales should hand out each of its {len(recorded)} events once,"
            f" but {line.event(number)} was {was}."
        )
