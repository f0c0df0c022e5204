"""The Warehouse: picks what Sales has promised."""

from collections.abc import Sequence

from eventsourcing.persistence import Notification, Tracking
from eventsourcing.utils import EnvType

from katas.given.sales.application import Sales
from katas.given.views import open_view

from .pick_list import Pick, PickList

PAGE_SIZE = 10
"""Facts that Sales hands out at a time."""


class Warehouse:
    """Follows Sales' facts, and picks the coffee of its orders.

    `env` names the Warehouse's own store. What it has worked out stands there, with its position
    in Sales' facts (Kleppmann, Designing Data-Intensive Applications, ch. 11).
    """

    def __init__(self, env: EnvType) -> None:
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales: Sales) -> None:
        """Learn what Sales has recorded since the last pull, page by page."""
        while page := self._next_page(sales):
            for notification in page:
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking(sales.name, notification.id))

    def _next_page(self, sales: Sales) -> Sequence[Notification]:
        return sales.notification_log.select(
            start=self._pick_list.max_tracking_id(sales.name),
            limit=PAGE_SIZE,
            inclusive_of_start=False,
        )

    def to_pick(self) -> list[Pick]:
        """Tell what is to be picked, as far as the Warehouse knows."""
        return self._pick_list.to_pick()

    def pick(self) -> list[Pick]:
        """Pick all that, and tell what it was."""
        return self._pick_list.pick()
