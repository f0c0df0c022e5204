"""The first fact has no name of its own, so the library records it as `Created`.

Fails: The Warehouse finds a bag too few
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate


class Order(Aggregate):
    """A promise of some bags of one coffee to a customer."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the order `number`."""
        return uuid5(NAMESPACE_URL, f"/sales/orders/{number}")

    def __init__(self, number: int, customer: str, coffee: str, bags: int) -> None:
        self.number = number
        self.customer = customer
        self.coffee = coffee
        self.bags = bags
