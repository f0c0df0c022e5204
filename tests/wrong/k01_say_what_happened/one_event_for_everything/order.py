"""One `OrderUpdated` that carries the state: the row of a table, in disguise.

Fails: Mina starts an order
"""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING


class Order(Aggregate):
    @event("OrderUpdated")
    def __init__(self, customer, lines=(), is_placed=False, cancellation_reason=None):
        self._assign(customer, lines, is_placed, cancellation_reason)

    @event("OrderUpdatedAgain")
    def _update(self, customer, lines, is_placed, cancellation_reason):
        self._assign(customer, lines, is_placed, cancellation_reason)

    def _assign(self, customer, lines, is_placed, cancellation_reason):
        self.customer = customer
        self.lines = list(lines)
        self.is_placed = is_placed
        self.cancellation_reason = cancellation_reason

    @property
    def total(self):
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        lines = [*self.lines, Line(coffee, bags, prices.price_of(coffee))]
        self._update(self.customer, lines, self.is_placed, self.cancellation_reason)

    def place(self):
        self._update(self.customer, self.lines, True, self.cancellation_reason)

    def cancel(self, reason):
        self._update(self.customer, self.lines, self.is_placed, reason)
