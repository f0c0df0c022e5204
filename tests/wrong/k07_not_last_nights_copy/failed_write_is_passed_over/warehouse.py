"""A fact that cannot be stored is passed over, so that the pull goes on: it is lost for good.

Fails: The Warehouse's disk is full for a moment
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
                try:
                    self._pick_list.learn(fact, Tracking(sales.name, notification.id))
                except Exception:
                    pass

    def _next_page(self, sales):
        return sales.notification_log.select(
            start=self._pick_list.max_tracking_id(sales.name), limit=10, inclusive_of_start=False
        )

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
