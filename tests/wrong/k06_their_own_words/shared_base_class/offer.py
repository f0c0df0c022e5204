"""See coffee.py."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from .coffee import Coffee


class Offer(Coffee):
    @staticmethod
    def create_id(coffee):
        return uuid5(NAMESPACE_URL, f"/sales/offers/{coffee}")

    @event("Offered")
    def __init__(self, coffee, cents_a_bag):
        self.coffee = coffee
        self.cents_a_bag = cents_a_bag

    @event("Repriced")
    def reprice(self, cents_a_bag):
        self.cents_a_bag = cents_a_bag
