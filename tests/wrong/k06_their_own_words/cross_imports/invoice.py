"""An invoice points at Sales' offer, and asks Sales' class how an offer is found.

Fails: A new colleague asks whose words are whose
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from .offer import Offer


class Invoice(Aggregate):
    @staticmethod
    def create_id(number):
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    @event("Sent")
    def __init__(self, number, coffee, bags, cents_a_bag, percent):
        self.number = number
        self.offer_id = Offer.create_id(coffee)
        self.bags = bags
        self.cents_a_bag = cents_a_bag
        self.percent = percent

    @property
    def owed(self):
        return self.bags * self.cents_a_bag * (100 + self.percent) // 100
