"""What the Warehouse records itself: which orders it has picked."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class AlreadyPickedError(Exception):
    """Raised when an order that is to be picked has been picked already. Nothing is recorded."""


class Picking(Aggregate):
    """The picking of one order. Its id is made from the order's, so an order is picked once."""

    class Picked(Aggregate.Created):
        """All bags of an order were taken from the shelves."""

        order_id: UUID

    @staticmethod
    def create_id(order_id: UUID) -> UUID:
        """Return the id of a picking: always the same one for an order."""
        return uuid5(NAMESPACE_URL, f"/pickings/{order_id}")

    @event(Picked)
    def __init__(self, order_id: UUID) -> None:
        self.order_id = order_id
