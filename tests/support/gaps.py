"""Positions with gaps, as a store has them whose writes were refused now and then. No steps."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from eventsourcing.persistence import Notification
from eventsourcing.popo import POPOApplicationRecorder

WIDTH = 3
"""Each event in memory has this multiple of its number as its position: 3, 6, 9 and so on."""


def leave_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all stores in memory number their events with gaps."""
    insert = POPOApplicationRecorder._insert_events  # noqa: SLF001 - where numbers are given
    select = POPOApplicationRecorder.select_notifications

    def insert_events(recorder: Any, stored_events: Any, **kwargs: Any) -> Sequence[int] | None:
        return [WIDTH * number for number in insert(recorder, stored_events, **kwargs) or ()]

    def select_notifications(  # noqa: PLR0913 - as the library has it
        recorder: Any,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        first = start if start is None or inclusive_of_start else start + 1
        found = select(
            recorder,
            None if first is None else -(-first // WIDTH),
            limit,
            None if stop is None else stop // WIDTH,
            topics,
        )
        return [replace(each, id=WIDTH * each.id) for each in found]

    monkeypatch.setattr(POPOApplicationRecorder, "_insert_events", insert_events)
    monkeypatch.setattr(POPOApplicationRecorder, "select_notifications", select_notifications)
    monkeypatch.setattr(POPOApplicationRecorder, "max_notification_id", _last)


def _last(recorder: Any) -> int | None:
    return WIDTH * len(recorder._stored_events) or None  # noqa: SLF001 - as the library counts
