"""An order, as Sales keeps it for itself: what was promised, and what it costs Sales."""

from dataclasses import dataclass

from eventsourcing.domain import Aggregate, event

from katas.given.sales.money import Money


@dataclass(frozen=True)
class Line:
    """Some bags (250 g each) of one coffee: a bag is sold for `price`, and costs Sales `cost`."""

    coffee: str
    bags: int
    price: Money
    cost: Money


class Order(Aggregate):
    """A customer's order. Its events are private: Sales may give them other names at any time.

    What holds inside of Sales is that an order has a `customer` and `lines`, and is `Placed`.
    """

    @event("Started")
    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.lines: list[Line] = []
        self.is_placed = False

    @event("LineAdded")
    def add_line(self, coffee: str, bags: int, price: Money, cost: Money) -> None:
        """Add `bags` of `coffee`."""
        self.lines.append(Line(coffee, bags, price, cost))

    @event("Placed")
    def place(self) -> None:
        """Place the order: from now on it is a promise."""
        self.is_placed = True
