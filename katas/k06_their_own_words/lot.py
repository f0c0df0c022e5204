"""A coffee, as the Warehouse understands it: bags that arrived together, and may spoil."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Lot(Aggregate):
    """Some bags (250 g each) of one coffee, which arrived together."""

    @staticmethod
    def create_id(lot: str) -> UUID:
        """Give the id of a lot."""
        return uuid5(NAMESPACE_URL, f"/warehouse/lots/{lot}")

    def __init__(self, lot: str, coffee: str, bags: int) -> None:
        raise NotImplementedError("TODO 2: record the fact Received, and keep what it carries")

    def spoil(self) -> None:
        """Take the lot from the shelf."""
        raise NotImplementedError("TODO 2: record the fact Spoiled, and leave no bags")
