"""The page starts at the position instead of after it: the last fact comes a second time.

Fails: Ada cannot make up her mind
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        start = self._pick_list.max_tracking_id(sales.name)
        while page := sales.notification_log.select(start=start, limit=10):
            for notification in page:
                fact = sales.mapper.to_domain_event(notification)
                self._pick_list.learn(fact, Tracking(sales.name, notification.id))
            start = page[-1].id + 1

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
