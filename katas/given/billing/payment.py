"""A payment: who has paid, and how much."""

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money


class Payment(Aggregate):
    """A payment that has reached the bank. Its only fact is `Received(customer, amount)`."""

    class Received(Aggregate.Created):
        """The bank has received `amount` from `customer`."""

        customer: str
        amount: Money

    @event(Received)
    def __init__(self, customer: str, amount: Money) -> None:
        self.customer = customer
        self.amount = amount
