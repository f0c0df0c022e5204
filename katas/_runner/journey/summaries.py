"""A projection: a summary of the work on each kata."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from katas._runner.result import SOLVED

from .practice import Practice

if TYPE_CHECKING:
    from uuid import UUID

PAUSE = timedelta(minutes=15)
"""A longer time between two events is a pause, and does not count as work."""


@dataclass
class Summary:
    """The work on one kata. `worked` is the time until it was first solved, without pauses.

    `solved` is when that was; None if it is not solved yet. `red` is whether the last run failed,
    or the start state was restored since.
    """

    slug: str
    begun: datetime
    last: datetime
    worked: timedelta = timedelta()
    solved: datetime | None = None
    red: bool = False
    passed: int = 0
    of: int = 0
    runs: int = 0
    hints: int = 0
    regressions: int = 0
    comparisons: int = 0
    resets: int = 0
    events: list[Any] = field(default_factory=list)


class Summaries:
    """The summaries of all katas, in the order in which they were begun."""

    def __init__(self) -> None:
        self._by_id: dict[UUID, Summary] = {}

    def all(self) -> list[Summary]:
        """Return the summaries."""
        return list(self._by_id.values())

    def apply(self, event: Any) -> None:
        """Apply an event. Every event counts as work, so the time is added first."""
        if isinstance(event, Practice.Begun):
            begun = event.timestamp
            self._by_id[event.originator_id] = Summary(event.slug, begun, begun)
        summary = self._by_id[event.originator_id]
        summary.events.append(event)
        gap = max(event.timestamp - summary.last, timedelta())  # a clock may be set back
        if not summary.solved and gap < PAUSE:
            summary.worked += gap
        summary.last = event.timestamp
        self._count(event, summary)

    @singledispatchmethod
    def _count(self, event: Any, summary: Summary) -> None:
        pass

    @_count.register
    def _(self, event: Practice.Ran, summary: Summary) -> None:
        summary.runs += 1
        summary.passed, summary.of = event.passed, max(summary.of, event.of)
        summary.red = event.status != SOLVED

    @_count.register
    def _(self, event: Practice.Solved, summary: Summary) -> None:
        summary.solved = summary.solved or event.timestamp

    @_count.register
    def _(self, _: Practice.Regressed, summary: Summary) -> None:
        summary.regressions += 1

    @_count.register
    def _(self, _: Practice.HintTaken, summary: Summary) -> None:
        summary.hints += 1

    @_count.register
    def _(self, _: Practice.Compared, summary: Summary) -> None:
        summary.comparisons += 1

    @_count.register
    def _(self, _: Practice.Reset, summary: Summary) -> None:
        summary.red = True
        summary.resets += 1

    @_count.register
    def _(self, _: Practice.Restored, summary: Summary) -> None:
        summary.red = False  # unknown until the next run
