"""The position stands under the Warehouse's name, though it is Sales' facts that are counted.

Fails: The power fails in the Warehouse, again and again
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        while page := self._next_page(sales):
            for notification in page:
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking("Warehouse", notification.id))

    def _next_page(self, sales):
        return sales.notification_log.select(
            start=self._pick_list.max_tracking_id("Warehouse"), limit=10, inclusive_of_start=False
        )

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
