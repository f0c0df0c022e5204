"""The total is computed from today's price list, though the fact holds the promised price.

Fails: Sidamo gets dearer after Mina has ordered it
"""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING


class Order(Aggregate):
    @event("Started")
    def __init__(self, customer):
        self.customer = customer
        self.lines = []
        self.is_placed = False
        self.cancellation_reason = None

    @property
    def total(self):
        return sum((self._prices.price_of(line.coffee) * line.bags for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        self._prices = prices
        self._add_line(coffee, bags, prices.price_of(coffee))

    @event("LineAdded")
    def _add_line(self, coffee, bags, price):
        self.lines.append(Line(coffee, bags, price))

    @event("Placed")
    def place(self):
        self.is_placed = True

    @event("Cancelled")
    def cancel(self, reason):
        self.cancellation_reason = reason
