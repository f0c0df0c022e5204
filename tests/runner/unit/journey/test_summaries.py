"""The projection of summaries."""

from datetime import UTC, datetime, timedelta

import pytest
from eventsourcing.domain import CanCreateTimestamp

from katas._runner.journey.application import Journey
from katas._runner.journey.practice import Practice
from katas._runner.journey.summaries import PAUSE
from katas._runner.result import FAILED, PASSED
from tests.runner.journeys import FIRST, came_to, summary_of

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_chapter_counts_work_and_leaves_out_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes, lunch, three minutes: five. What comes after the solution counts no more."""
    now = MORNING
    monkeypatch.setattr(CanCreateTimestamp, "create_timestamp", staticmethod(lambda: now))
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)
    now += timedelta(minutes=2)
    journey.change(FIRST.slug, lambda practice: practice.take_hint("A", 3))
    now += PAUSE
    journey.change(FIRST.slug, lambda practice: practice.run(came_to(PASSED, FAILED)))
    now += timedelta(minutes=3)
    journey.change(FIRST.slug, lambda practice: practice.run(came_to(PASSED, PASSED)))
    now += timedelta(minutes=4)
    journey.change(FIRST.slug, Practice.compare)
    summary = summary_of(journey)
    assert summary.worked == timedelta(minutes=5)
    assert (summary.begun, summary.solved) == (MORNING, MORNING + PAUSE + timedelta(minutes=5))
    assert (summary.runs, summary.hints, summary.comparisons) == (2, 1, 1)
    assert (summary.passed, summary.of) == (2, 2)


def test_a_clock_set_back_takes_no_work_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes, an hour back, three minutes: five."""
    now = MORNING
    monkeypatch.setattr(CanCreateTimestamp, "create_timestamp", staticmethod(lambda: now))
    journey = Journey()
    for minutes in (0, 2, -60, 3):
        now += timedelta(minutes=minutes)
        journey.change(FIRST.slug, Practice.open)
    assert summary_of(journey).worked == timedelta(minutes=5)
