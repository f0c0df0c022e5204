"""Explicit event classes triggered by the commands, which look up what a status allows."""

from eventsourcing.domain import Aggregate

from katas.given.sales.errors import (
    EmptyOrderError,
    OrderClosedError,
    TooFewBagsError,
    TooManyBagsError,
)
from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING, Money

ALLOWED = {"open": {"add", "place", "cancel"}, "placed": {"cancel"}, "cancelled": set()}


class Order(Aggregate):
    class Started(Aggregate.Created):
        customer: str

    class LineAdded(Aggregate.Event):
        coffee: str
        bags: int
        price: Money

        def apply(self, aggregate: "Order") -> None:
            aggregate.room -= self.bags
            aggregate.promised = (*aggregate.promised, (self.coffee, self.bags, self.price))

    class Placed(Aggregate.Event):
        def apply(self, aggregate: "Order") -> None:
            aggregate.status = "placed"

    class Cancelled(Aggregate.Event):
        reason: str

        def apply(self, aggregate: "Order") -> None:
            aggregate.status = "cancelled"
            aggregate.cancellation_reason = self.reason

    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.promised = ()
        self.room = 20
        self.status = "open"
        self.cancellation_reason = None

    @property
    def is_placed(self) -> bool:
        return self.status == "placed"

    @property
    def lines(self):
        return [Line(*promise) for promise in self.promised]

    @property
    def total(self):
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        self.check_allowed("add")
        if bags <= 0:
            raise TooFewBagsError(bags)
        if bags > self.room:
            raise TooManyBagsError(bags, self.room)
        self.trigger_event(self.LineAdded, coffee=coffee, bags=bags, price=prices.price_of(coffee))

    def place(self):
        self.check_allowed("place")
        if not self.promised:
            raise EmptyOrderError
        self.trigger_event(self.Placed)

    def cancel(self, reason):
        self.check_allowed("cancel")
        self.trigger_event(self.Cancelled, reason=reason)

    def check_allowed(self, command):
        if command not in ALLOWED[self.status]:
            raise OrderClosedError(self.status)
