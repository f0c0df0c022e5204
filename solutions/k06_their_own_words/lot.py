"""A coffee, as the Warehouse understands it: bags that arrived together, and may spoil."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class UnknownLotError(Exception):
    """Raised when the Warehouse has received no such lot."""

    def __init__(self, lot: str) -> None:
        super().__init__(f"The Warehouse has no lot {lot}")


class EmptyLotError(Exception):
    """Raised when a lot without bags is to be received."""


class Lot(Aggregate):
    """Some bags (250 g each) of one coffee, which arrived together."""

    @staticmethod
    def create_id(lot: str) -> UUID:
        """Return the id of a lot."""
        return uuid5(NAMESPACE_URL, f"/warehouse/lots/{lot}")

    @classmethod
    def receive(cls, lot: str, coffee: str, bags: int) -> "Lot":
        """Return a new lot. Raises `EmptyLotError`."""
        if bags < 1:
            raise EmptyLotError(f"{bags} bags are no lot")
        return cls(lot, coffee, bags)

    @event("Received")
    def __init__(self, lot: str, coffee: str, bags: int) -> None:
        self.bags = bags

    def spoil(self) -> None:
        """Take the lot from the shelf, unless it has left it already."""
        if self.bags:
            self._spoil()

    @event("Spoiled")
    def _spoil(self) -> None:
        self.bags = 0
