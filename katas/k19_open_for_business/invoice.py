"""An invoice: Billing's word for an order."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money


class Invoice(Aggregate):
    """What a customer owes. Its only fact is `Sent(order_id, customer, amount)`."""

    class Sent(Aggregate.Created):
        """A customer was sent an invoice for an order."""

        order_id: UUID
        customer: str
        amount: Money

    @event(Sent)
    def __init__(self, order_id: UUID, customer: str, amount: Money) -> None:
        self.order_id = order_id
        self.customer = customer
        self.amount = amount
