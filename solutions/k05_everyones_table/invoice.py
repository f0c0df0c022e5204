"""An invoice, as Billing understands it: who owes what for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Invoice(Aggregate):
    """What a customer owes for some bags."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the invoice for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    @event("Sent")
    def __init__(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        self.number = number
        self.customer = customer
        self.bags = bags
        self.cents_a_bag = cents_a_bag

    @property
    def owed(self) -> int:
        """What is owed, in cents."""
        return self.bags * self.cents_a_bag

    @event("Credited")
    def credit(self, bags: int) -> None:
        """Take `bags` off the invoice."""
        self.bags -= bags
