"""An order: what was promised to whom, at which price."""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING, Money
from katas.given.sales.prices import PriceList


class Order(Aggregate):
    """A customer's order, as the events that happened to it.

    An event-sourced aggregate: a command records an event, and only the event changes the state
    (Fowler, Event Sourcing, 2005; Evans, Domain-Driven Design, ch. 6).
    """

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
        self._add_line(coffee, bags, prices.price_of(coffee))

    @event("LineAdded")
    def _add_line(self, coffee: str, bags: int, price: Money) -> None:
        self.lines = (*self.lines, Line(coffee, bags, price))

    @event("Placed")
    def place(self) -> None:
        """Place the order: from now on it is a promise."""
        self.is_placed = True

    @event("Cancelled")
    def cancel(self, reason: str) -> None:
        """Cancel the order, for a reason that will be asked for."""
        self.cancellation_reason = reason
