"""See coffee.py."""

from uuid import UUID

from eventsourcing.application import Application

from .coffee import Coffee


class Warehouse(Application[UUID]):
    def receive(self, lot, coffee, bags):
        self.save(Coffee(lot, lot=lot, bags=bags))

    def spoil(self, lot):
        spoiled = self.repository.get(Coffee.create_id(lot))
        spoiled.update(bags=0)
        self.save(spoiled)

    def on_shelf(self, lot):
        return self.repository.get(Coffee.create_id(lot)).bags
