"""An order: what was promised to whom, at which price."""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING, Money
from katas.given.sales.prices import PriceList


class Order(Aggregate):
    """A customer's order, as the events that happened to it."""

    def __init__(self, customer: str) -> None:
        raise NotImplementedError("TODO 1: record Started, and let its body make a new order")

    def add_line(self, coffee: str, bags: int, prices: PriceList) -> None:
        """Add `bags` (250 g each) of `coffee` at today's price."""
        raise NotImplementedError("TODO 2: record LineAdded, with today's price")

    @property
    def total(self) -> Money:
        """What the order comes to, at the prices that were promised."""
        raise NotImplementedError("TODO 3: add up the lines")

    def place(self) -> None:
        """Place the order: from now on it is a promise."""
        raise NotImplementedError("TODO 4: record Placed")

    def cancel(self, reason: str) -> None:
        """Cancel the order, for a reason that will be asked for."""
        raise NotImplementedError("TODO 5: record Cancelled")
