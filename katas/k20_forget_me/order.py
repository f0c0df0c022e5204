"""An order, as short as this kata allows: for whom, and what it comes to."""

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money

from .sealed import Sealed


class Order(Aggregate):
    """A customer's order. Its only event is `Placed(customer, amount)`."""

    class Placed(Aggregate.Created):
        """An order of `amount` was placed by `customer`, whose name is sealed."""

        customer: Sealed
        amount: Money

    @event(Placed)
    def __init__(self, customer: Sealed, amount: Money) -> None:
        self.customer = customer
        self.amount = amount
