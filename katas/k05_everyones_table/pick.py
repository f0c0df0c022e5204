"""A pick, as the Warehouse understands it: bags that lie on the shelf for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class UnknownPickError(Exception):
    """Raised when the Warehouse has reserved nothing under this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"The Warehouse has reserved nothing for the order {number}")


class EmptyPickError(Exception):
    """Raised when less than one bag is to be reserved."""


class MiscountError(Exception):
    """Raised when a count is below zero, or above the bags that were reserved."""


class Pick(Aggregate):
    """Some bags of one coffee, to be picked for an order."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Return the id of the pick for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/warehouse/picks/{number}")

    def __init__(self, number: int, coffee: str, bags: int) -> None:
        raise NotImplementedError("TODO 2: record the event Reserved, and keep what is asked for")

    def recount(self, bags: int) -> None:
        """Correct the bags that lie on the shelf. Raises `MiscountError`."""
        raise NotImplementedError("TODO 2: decide, and record the event Recounted")
