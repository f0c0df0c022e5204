"""A list shared between the event and the aggregate, and by its default between all orders.

Each new line rewrites the first fact, so a rebuild doubles it.

Fails: Ada orders after Mina
"""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING


class Order(Aggregate):
    @event("Started")
    def __init__(self, customer, lines=[]):
        self.customer = customer
        self.lines = lines
        self.is_placed = False
        self.cancellation_reason = None

    @property
    def total(self):
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
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
