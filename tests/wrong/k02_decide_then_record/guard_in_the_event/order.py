"""The rules stand in the bodies of the events, where all roads seem to meet.

A body runs on replay too, so last year's facts are refused by this year's rules.

Fails: Grace bought 40 bags while that was allowed
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

    @property
    def total(self):
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        self._add_line(coffee, bags, prices.price_of(coffee))

    @event("LineAdded")
    def _add_line(self, coffee, bags, price):
        self._check_open()
        if sum(line.bags for line in self.lines) + bags > MAX_BAGS:
            raise TooManyBagsError(f"more than {MAX_BAGS} bags")
        self.lines.append(Line(coffee, bags, price))

    @event("Placed")
    def place(self):
        self._check_open()
        if not self.lines:
            raise EmptyOrderError("nothing to place")
        self.is_placed = True

    @event("Cancelled")
    def cancel(self, reason):
        if self.cancellation_reason is not None:
            raise OrderClosedError("the order is cancelled already")
        self.cancellation_reason = reason

    def _check_open(self):
        if self.is_placed or self.cancellation_reason is not None:
            raise OrderClosedError("the order is closed")
