"""An order, as Sales understands it: what was promised to whom."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from katas.given.sales.errors import TooFewBagsError, TooManyBagsError

MAX_BAGS = 20
"""Bags (250 g each) that one order may hold. It was 40 last year."""


class UnknownOrderError(Exception):
    """Raised when Sales has promised nothing under this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Sales has no order {number}")


class Order(Aggregate):
    """A promise of some bags of one coffee to a customer."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Return the id of the order `number`."""
        return uuid5(NAMESPACE_URL, f"/sales/orders/{number}")

    @classmethod
    def promise(cls, number: int, customer: str, coffee: str, bags: int) -> "Order":
        """Return a new promise. Raises `TooFewBagsError` and `TooManyBagsError`."""
        if bags < 1:
            raise TooFewBagsError(f"{bags} bags are no order")
        if bags > MAX_BAGS:
            raise TooManyBagsError(f"{bags} bags are more than {MAX_BAGS}")
        return cls(number, customer, coffee, bags)

    @event("Promised")
    def __init__(self, number: int, customer: str, coffee: str, bags: int) -> None:
        self.bags = bags
