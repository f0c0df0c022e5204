"""Each pull reads all of Sales' facts and skips those that it knows: Sales hands them out for ever.

Fails: Sales has little time
"""

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self._pick_list = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        known = self._pick_list.max_tracking_id(sales.name) or 0
        start = 1
        while page := sales.notification_log.select(start=start, limit=10):
            for notification in page:
                if notification.id > known:
                    fact = sales.mapper.to_domain_event(notification)
                    self._pick_list.learn(fact, Tracking(sales.name, notification.id))
            start = page[-1].id + 1

    def to_pick(self):
        return self._pick_list.to_pick()

    def pick(self):
        return self._pick_list.pick()
