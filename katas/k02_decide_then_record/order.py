"""An order: what was promised to whom, at which price, and what may not be promised."""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.errors import (
    EmptyOrderError,
    OrderClosedError,
    TooFewBagsError,
    TooManyBagsError,
)
from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING, Money
from katas.given.sales.prices import PriceList


class Order(Aggregate):
    """A customer's order: the public commands decide, the private events record."""

    @event("Started")
    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.lines: tuple[Line, ...] = ()
        self.is_placed = False
        self.cancellation_reason: str | None = None

    @property
    def total(self) -> Money:
        """What the order comes to, at the prices that were promised."""
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee: str, bags: int, prices: PriceList) -> None:
        """Add `bags` (250 g each) of `coffee` at today's price."""
        raise NotImplementedError("TODO 1: decide whether the bags may be added, then record them")

    @event("LineAdded")
    def _add_line(self, coffee: str, bags: int, price: Money) -> None:
        self.lines = (*self.lines, Line(coffee, bags, price))

    def place(self) -> None:
        """Place the order: from now on it is a promise."""
        raise NotImplementedError("TODO 2: decide whether it may be placed, then record that")

    @event("Placed")
    def _place(self) -> None:
        self.is_placed = True

    def cancel(self, reason: str) -> None:
        """Cancel the order, for a reason that will be asked for."""
        raise NotImplementedError("TODO 3: decide whether it may be cancelled, then record that")

    @event("Cancelled")
    def _cancel(self, reason: str) -> None:
        self.cancellation_reason = reason
