"""A coffee, as Sales understands it: something with a name and a price."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Offer(Aggregate):
    """A coffee on the price list."""

    @staticmethod
    def create_id(coffee: str) -> UUID:
        """Give the id of the offer of a coffee."""
        return uuid5(NAMESPACE_URL, f"/sales/offers/{coffee}")

    def __init__(self, coffee: str, cents_a_bag: int) -> None:
        raise NotImplementedError("TODO 1: record the fact Offered, and keep what it carries")

    def reprice(self, cents_a_bag: int) -> None:
        """Let a bag of 250 g cost something else from now on."""
        raise NotImplementedError("TODO 1: record the fact Repriced, and keep the price")
