"""A pick: the Warehouse's word for an order."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class Pick(Aggregate):
    """Bags that were taken from the shelf. Its only fact is `Picked(order_id, coffee, bags)`."""

    class Picked(Aggregate.Created):
        """Bags (250 g each) of a coffee were taken from the shelf for an order."""

        order_id: UUID
        coffee: str
        bags: int

    @event(Picked)
    def __init__(self, order_id: UUID, coffee: str, bags: int) -> None:
        self.order_id = order_id
        self.coffee = coffee
        self.bags = bags
