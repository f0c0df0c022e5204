"""See coffee.py."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from .coffee import Coffee


class Lot(Coffee):
    @staticmethod
    def create_id(lot):
        return uuid5(NAMESPACE_URL, f"/warehouse/lots/{lot}")

    @event("Received")
    def __init__(self, lot, coffee, bags):
        self.lot = lot
        self.coffee = coffee
        self.bags = bags

    @event("Spoiled")
    def spoil(self):
        self.bags = 0
