"""See warehouse.py."""

from uuid import NAMESPACE_URL, uuid5

from eventsourcing.domain import Aggregate, event


class Lot(Aggregate):
    @staticmethod
    def create_id(coffee):
        return uuid5(NAMESPACE_URL, f"/warehouse/coffees/{coffee}")

    @event("Listed")
    def __init__(self, coffee):
        self.coffee = coffee
        self.bags = 0

    @event("Received")
    def receive(self, lot, bags):
        self.bags += bags

    @event("Spoiled")
    def spoil(self):
        self.bags = 0
