"""Each pull reads all of Sales' facts, as the nightly copy did: what was picked comes again.

Fails: Tonight's copy lists what was picked today
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        position = None
        while page := self._next_page(sales, position):
            for notification in page:
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking(sales.name, notification.id))
            position = page[-1].id

    def _next_page(self, sales, position):
        return sales.notification_log.select(start=position, limit=10, inclusive_of_start=False)

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
