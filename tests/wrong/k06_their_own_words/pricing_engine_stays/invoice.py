"""See pricing.py."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from .pricing import amount


class Invoice(Aggregate):
    @staticmethod
    def create_id(number):
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    @event("Sent")
    def __init__(self, number, coffee, bags, cents_a_bag, percent):
        self.number = number
        self.coffee = coffee
        self.bags = bags
        self.cents_a_bag = cents_a_bag
        self.percent = percent

    @property
    def owed(self):
        return amount(self.cents_a_bag, self.bags, self.percent)
