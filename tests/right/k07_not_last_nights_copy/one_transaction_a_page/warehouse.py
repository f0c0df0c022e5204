"""The library's reader turns the pages, and each page is learnt in one transaction."""

from eventsourcing.persistence import Tracking
from eventsourcing.system import NotificationLogReader

from katas.given.views import open_view

from .pick_list import PickList


class Warehouse:
    def __init__(self, env):
        self.view = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        reader = NotificationLogReader(sales.notification_log)
        position = self.view.max_tracking_id(sales.name)
        for page in reader.select(start=position, inclusive_of_start=False):
            facts = [sales.mapper.to_domain_event(notification) for notification in page]
            self.view.learn(facts, Tracking(sales.name, page[-1].id))

    def to_pick(self):
        return self.view.picks()

    def pick(self):
        picks = self.view.picks()
        self.view.mark_as_picked(picks)
        return picks
