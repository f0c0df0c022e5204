"""An invoice, as Billing understands it: who owes what for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Invoice(Aggregate):
    """What a customer owes for some bags."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the invoice for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    def __init__(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        raise NotImplementedError("TODO 3: record the fact Sent, and keep what it carries")

    @property
    def owed(self) -> int:
        """What is owed, in cents."""
        raise NotImplementedError("TODO 3: work out what the bags come to")

    def credit(self, bags: int) -> None:
        """Take `bags` off the invoice."""
        raise NotImplementedError("TODO 3: record the fact Credited, and take its bags off")
