"""The command counts the bags first and checks the new count afterwards.

After a refusal the counter stays, so a later request that would fit is refused as well.

Fails: Mina asks for too much, then for less
"""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.errors import EmptyOrderError, OrderClosedError, TooManyBagsError
from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING

MAX_BAGS = 20


class Order(Aggregate):
    @event("Started")
    def __init__(self, customer):
        self.customer = customer
        self.lines = []
        self.is_placed = False
        self.cancellation_reason = None
        self.bags = 0

    @property
    def total(self):
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        self._check_open()
        self.bags += bags
        if self.bags > MAX_BAGS:
            raise TooManyBagsError(f"{self.bags} bags are more than {MAX_BAGS}")
        self._add_line(coffee, bags, prices.price_of(coffee))

    def place(self):
        self._check_open()
        if not self.lines:
            raise EmptyOrderError("nothing to place")
        self._place()

    def cancel(self, reason):
        if self.cancellation_reason is not None:
            raise OrderClosedError("the order is cancelled already")
        self._cancel(reason)

    @event("LineAdded")
    def _add_line(self, coffee, bags, price):
        self.lines.append(Line(coffee, bags, price))

    @event("Placed")
    def _place(self):
        self.is_placed = True

    @event("Cancelled")
    def _cancel(self, reason):
        self.cancellation_reason = reason

    def _check_open(self):
        if self.is_placed or self.cancellation_reason is not None:
            raise OrderClosedError("the order is closed")
