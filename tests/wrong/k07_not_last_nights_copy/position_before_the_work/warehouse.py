"""It saves first how far it will read, and then reads: what it does not get to is lost.

Fails: The line breaks while the Warehouse pulls
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        position = self._pick_list.max_tracking_id(sales.name)
        last = sales.recorder.max_notification_id()
        if last == position:
            return
        self._pick_list.insert_tracking(Tracking(sales.name, last))
        while page := self._next_page(sales, position):
            for notification in page:
                self._pick_list.learn(sales.mapper.to_domain_event(notification), None)
            position = page[-1].id

    def _next_page(self, sales, position):
        return sales.notification_log.select(start=position, limit=10, inclusive_of_start=False)

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
