"""How events travel from the application that records them to somebody else's projection."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Notification, Tracking
from eventsourcing.projection import Projection

PAGE_SIZE = 10
"""Events that an application's notification log hands out at a time, unless it is set otherwise."""


class Feed:
    """Pulls an application's events into a projection, in the order in which they were recorded.

    The view of the projection knows the position: the notification id of the event that it has
    processed last. Whoever starts again goes on from there (Kleppmann, Designing Data-Intensive
    Applications, ch. 11).
    """

    def __init__(self, upstream: Application[UUID], projection: Projection[Any]) -> None:
        self._upstream = upstream
        self._projection = projection

    def pull(self) -> int:
        """Process all events after the view's position, and return how many there were."""
        count = 0
        while page := self._next_page():
            for notification in page:
                event = self._upstream.mapper.to_domain_event(notification)
                self._projection.process_event(
                    event, Tracking(self._upstream.name, notification.id)
                )
            count += len(page)
        return count

    def _next_page(self) -> Sequence[Notification]:
        return self._upstream.notification_log.select(
            start=self._projection.view.max_tracking_id(self._upstream.name),
            limit=PAGE_SIZE,
            inclusive_of_start=False,
        )
