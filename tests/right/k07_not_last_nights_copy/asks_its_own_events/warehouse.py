"""Follows Sales only. Whether an order is picked is asked of the Warehouse's own aggregates."""

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
        reader = NotificationLogReader(sales.notification_log)
        position = self.view.max_tracking_id(sales.name)
        for page in reader.select(start=position, inclusive_of_start=False):
            for notification in page:
                event = sales.mapper.to_domain_event(notification)
                self.view.learn(event, Tracking(sales.name, notification.id))

    def to_pick(self):
        return [
            pick
            for pick in self.view.promised()
            if Picking.create_id(pick.order_id) not in self.repository
        ]

    def pick(self):
        picks = self.to_pick()
        try:
            self.save(*map(Picking, {pick.order_id for pick in picks}))
        except IntegrityError as error:
            raise AlreadyPickedError from error
        return picks
