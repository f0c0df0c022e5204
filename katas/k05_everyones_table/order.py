"""An order, as Sales understands it: what was promised to whom."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Order(Aggregate):
    """A promise of some bags of one coffee to a customer."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the order `number`."""
        return uuid5(NAMESPACE_URL, f"/sales/orders/{number}")

    def __init__(self, number: int, customer: str, coffee: str, bags: int) -> None:
        raise NotImplementedError("TODO 1: record the fact Promised, and keep what it carries")
