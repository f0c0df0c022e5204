"""The Warehouse looks after coffees as Sales does: whoever spoils a lot spoils them all.

Fails: One of two lots gets wet
"""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .lot import Lot


class Warehouse(Application[UUID]):
    def receive(self, lot, coffee, bags):
        try:
            stock = self.repository.get(Lot.create_id(coffee))
        except AggregateNotFoundError:
            stock = Lot(coffee)
        stock.receive(lot, bags)
        self.save(stock)

    def spoil(self, lot):
        stock = self._stock(lot)
        stock.spoil()
        self.save(stock)

    def on_shelf(self, lot):
        return self._stock(lot).bags

    def _stock(self, lot):
        for notification in self.notification_log.select(1, 10):
            event = self.mapper.to_domain_event(notification)
            if getattr(event, "lot", None) == lot:
                return self.repository.get(event.originator_id)
