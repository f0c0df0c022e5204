"""When Sales has nothing new, the copy is read to be on the safe side: two sources of truth.

Fails: The afternoon is quiet
"""

from pathlib import Path

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .nightly_copy import read_copy
from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)
        self._copy = Path(env["NIGHTLY_COPY"])

    def pull(self, sales):
        page = self._next_page(sales)
        if not page:
            for order_id, lines in read_copy(self._copy).items():
                self._pick_list.enter(order_id, lines)
        while page:
            for notification in page:
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking(sales.name, notification.id))
            page = self._next_page(sales)

    def _next_page(self, sales):
        return sales.notification_log.select(
            start=self._pick_list.max_tracking_id(sales.name), limit=10, inclusive_of_start=False
        )

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
