"""An invoice: what is owed for some bags, with the tax of the day on which it was sent."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Invoice(Aggregate):
    """What somebody owes."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the invoice for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    def __init__(self, number: int, coffee: str, bags: int, cents_a_bag: int, percent: int) -> None:
        raise NotImplementedError("TODO 3: record the fact Sent, and keep what it carries")

    @property
    def owed(self) -> int:
        """What is owed, in cents, with the tax."""
        raise NotImplementedError("TODO 3: work out what the bags come to, with this tax")
