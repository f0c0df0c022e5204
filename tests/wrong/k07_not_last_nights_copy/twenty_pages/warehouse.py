"""A pull reads twenty pages, to be on the safe side, whether there is anything on them or not.

Fails: Twenty-five customers order at noon
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        for _ in range(20):
            for notification in self._next_page(sales):
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking(sales.name, notification.id))

    def _next_page(self, sales):
        return sales.notification_log.select(
            start=self._pick_list.max_tracking_id(sales.name), limit=10, inclusive_of_start=False
        )

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
