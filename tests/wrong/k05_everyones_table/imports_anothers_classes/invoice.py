"""An invoice is an order with a price, so it inherits from Sales' order what that has already.

Fails: A new colleague asks who depends on whom
"""

from uuid import NAMESPACE_URL, uuid5

from eventsourcing.domain import event

from .order import Order


class Invoice(Order):
    @staticmethod
    def create_id(number):
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    @event("Sent")
    def __init__(self, number, customer, coffee, bags, cents_a_bag):
        self.number = number
        self.customer = customer
        self.coffee = coffee
        self.bags = bags
        self.cents_a_bag = cents_a_bag

    @property
    def owed(self):
        return self.bags * self.cents_a_bag

    @event("Credited")
    def credit(self, bags):
        self.bags -= bags
