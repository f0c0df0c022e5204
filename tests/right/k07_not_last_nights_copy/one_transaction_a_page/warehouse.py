"""The library's reader turns the pages, and each page is learnt in one transaction."""

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing.system import NotificationLogReader

from katas.given.views import open_view

from .pick_list import PickList
from .picking import AlreadyPickedError, Picking


class Warehouse(Application):
    def __init__(self, env):
        super().__init__(env)
        self.view = open_view(PickList, "Warehouse", env)

    def pull(self, sales):
        self._follow(sales)

    def _follow(self, application):
        reader = NotificationLogReader(application.notification_log)
        position = self.view.max_tracking_id(application.name)
        for page in reader.select(start=position, inclusive_of_start=False):
            events = [application.mapper.to_domain_event(each) for each in page]
            self.view.learn(events, Tracking(application.name, page[-1].id))

    def to_pick(self):
        self._follow(self)
        return self.view.picks()

    def pick(self):
        picks = self.to_pick()
        try:
            self.save(*map(Picking, {pick.order_id for pick in picks}))
        except IntegrityError as error:
            raise AlreadyPickedError from error
        return picks
