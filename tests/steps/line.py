"""Steps about the line to Sales: what comes through it, and when it breaks."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from pytest_bdd import then

from .office import Office

AT_A_TIME = 10
"""Facts that Sales hands out at a time."""

PATIENCE = 12
"""Times that Sales hands out one fact, before nobody believes any more that it is the last."""


class LineDeadError(Exception):
    """Raised when Sales is asked while the line is dead."""


class Line:
    """The line to Sales: it notes which facts are handed out, and breaks when a step says so."""

    def __init__(self, select_notifications: Callable[..., Any]) -> None:
        self.handed_out: Counter[int] = Counter()
        """How often each fact was handed out, by its number."""
        self.again: list[int] = []
        """The facts on the latest page that had been handed out before."""
        self.asked_in_vain = 0
        """How often there was nothing to hand out."""
        self._breaks_after: int | None = None
        self._names: dict[int, str] = {}
        self._select_notifications = select_notifications

    def ask(self, start: int | None, limit: int, *args: Any, **kwargs: Any) -> Any:
        """Hand out facts, as the recorder's select_notifications does."""
        if limit > AT_A_TIME:
            pytest.fail(f"Sales hands out {AT_A_TIME} facts at a time, but is asked for {limit}.")
        if self._breaks_after is not None and self.handed_out.total() >= self._breaks_after:
            raise LineDeadError
        page = self._select_notifications(start, limit, *args, **kwargs)
        self.asked_in_vain += not page
        self.again = [each.id for each in page if each.id in self.handed_out]
        self._names |= {each.id: each.topic.rpartition(".")[2] for each in page}
        self.handed_out.update(each.id for each in page)
        for number, times in self.handed_out.items():
            if times > PATIENCE:
                pytest.fail(
                    f"Sales has handed out {self.fact(number)} {times} times, and the pull finds"
                    " no end. Each fact should move the position."
                )
        return page

    @contextmanager
    def breaking_after(self, facts: int) -> Iterator[None]:
        """Let the line break once so many facts have come through, and mend it in the end."""
        self._breaks_after = facts
        with suppress(LineDeadError):
            yield
        self._breaks_after = None

    def fact(self, number: int) -> str:
        """Tell which fact it is: "fact 3 (Placed)"."""
        name = self._names.get(number)
        return f"fact {number} ({name})" if name else f"fact {number}"


@pytest.fixture
def line(office: Office, monkeypatch: pytest.MonkeyPatch) -> Line:
    recorder = office.sales.recorder
    line = Line(recorder.select_notifications)
    monkeypatch.setattr(recorder, "select_notifications", line.ask)
    return line


@then("Sales has handed out each of its facts once")
def sales_has_handed_out_each_fact_once(line: Line, office: Office) -> None:
    for number in range(1, office.last_fact + 1):
        times = line.handed_out[number]
        was = f"handed out {times} times" if times else "never asked for"
        assert times == 1, (
            f"Sales should hand out each of its {office.last_fact} facts once,"
            f" but {line.fact(number)} was {was}."
        )


@then("Sales has been asked in vain no more than once")
def sales_has_been_asked_in_vain_once(line: Line) -> None:
    assert line.asked_in_vain <= 1, (
        "Sales has nothing more when a page is empty, and should not be asked again then,"
        f" but it was asked for {line.asked_in_vain} empty pages."
    )
