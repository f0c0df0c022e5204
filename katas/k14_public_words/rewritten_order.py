"""The order as Sales will keep it from next week on: the same, with other names inside."""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.money import Money

from .order import Line


class RewrittenOrder(Aggregate):
    """A customer's order. It still has a `customer` and `lines`, and is `Placed`."""

    @event("Started")
    def __init__(self, buyer: str) -> None:
        self.customer = buyer
        self.lines: list[Line] = []
        self.is_placed = False

    def add_line(self, coffee: str, bags: int, price: Money, cost: Money) -> None:
        """Add `bags` of `coffee`."""
        self._sell(coffee, bags, price, cost)

    @event("BagsSold")
    def _sell(self, beans: str, count: int, unit_price: Money, purchase_price: Money) -> None:
        self.lines.append(Line(beans, count, unit_price, purchase_price))

    @event("Placed")
    def place(self) -> None:
        """Place the order: from now on it is a promise."""
        self.is_placed = True
