"""A payment: who has paid, and how much."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money


class Payment(Aggregate):
    """A payment of which the bank has told, with the bank's own reference."""

    @staticmethod
    def create_id(reference: str) -> UUID:
        """Return the id of the payment with this reference."""
        return uuid5(NAMESPACE_URL, f"/billing/payments/{reference}")

    class Received(Aggregate.Created):
        """The bank has received `amount` from `customer`."""

        reference: str
        customer: str
        amount: Money

    @event(Received)
    def __init__(self, reference: str, customer: str, amount: Money) -> None:
        self.reference = reference
        self.customer = customer
        self.amount = amount
