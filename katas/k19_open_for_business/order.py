"""An order, as Sales sees it: a promise."""

from eventsourcing.domain import Aggregate, event

from katas.given.sales.money import Money


class Order(Aggregate):
    """A promise to a customer. Its only fact is `Placed(customer, coffee, bags, amount)`."""

    class Placed(Aggregate.Created):
        """A customer was promised bags (250 g each) of a coffee, for an amount."""

        customer: str
        coffee: str
        bags: int
        amount: Money

    @event(Placed)
    def __init__(self, customer: str, coffee: str, bags: int, amount: Money) -> None:
        self.customer = customer
        self.coffee = coffee
        self.bags = bags
        self.amount = amount
