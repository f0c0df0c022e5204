"""It saves how far it has read when all is read: what a broken pull has learnt is learnt again.

Fails: The line breaks while the Warehouse pulls
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        before = position = self._pick_list.max_tracking_id(sales.name)
        while page := self._next_page(sales, position):
            for notification in page:
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking(sales.name, notification.id))
            position = page[-1].id
        if position != before:
            self._pick_list.insert_tracking(Tracking(sales.name, position))

    def _next_page(self, sales, position):
        return sales.notification_log.select(start=position, limit=10, inclusive_of_start=False)

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
