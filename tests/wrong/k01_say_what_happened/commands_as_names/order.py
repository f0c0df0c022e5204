"""Facts named after commands: the names that `@event` infers when it is given none.

Fails: Mina places her order
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
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        self.record_line(coffee, bags, prices.price_of(coffee))

    @event
    def record_line(self, coffee, bags, price):
        self.lines.append(Line(coffee, bags, price))

    @event
    def place(self):
        self.is_placed = True

    @event
    def cancel(self, reason):
        self.cancellation_reason = reason
