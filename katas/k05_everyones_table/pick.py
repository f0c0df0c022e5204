"""A pick, as the Warehouse understands it: bags that lie on the shelf for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Pick(Aggregate):
    """Some bags of one coffee, to be picked for an order."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the pick for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/warehouse/picks/{number}")

    def __init__(self, number: int, coffee: str, bags: int) -> None:
        raise NotImplementedError("TODO 2: record the fact Reserved, and keep what it carries")

    def recount(self, bags: int) -> None:
        """Correct the bags that lie on the shelf."""
        raise NotImplementedError(
            "TODO 2: record the fact Recounted, and keep the new number of bags"
        )
