"""A pick: the Warehouse's word for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Pick(Aggregate):
    """Bags that were taken from the shelf. Its only event is `Picked(order, bags)`."""

    class Picked(Aggregate.Created):
        """Bags (250 g each) were taken from the shelf for an order, by coffee."""

        order: str
        bags: dict[str, int]

    @event(Picked)
    def __init__(self, order: str, bags: dict[str, int]) -> None:
        self.order = order
        self.bags = bags

    @staticmethod
    def create_id(order: str) -> UUID:
        """Return the id of an order's pick, made from the order's: an order is picked once."""
        return uuid5(NAMESPACE_URL, f"/picks/{order}")
