"""An order as it was recorded until last year: with the customer's name in clear."""

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money


class Order(Aggregate):
    """A customer's order. Its only event is `Placed(customer, amount)`."""

    class Placed(Aggregate.Created):
        """An order of `amount` was placed by `customer`, a name that everybody can read."""

        customer: str
        amount: Money

    @event(Placed)
    def __init__(self, customer: str, amount: Money) -> None:
        self.customer = customer
        self.amount = amount
