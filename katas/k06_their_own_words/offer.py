"""A coffee, as Sales understands it: something with a name and a price."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class NotOfferedError(Exception):
    """Raised when a coffee is not on the price list."""

    def __init__(self, coffee: str) -> None:
        super().__init__(f"Sales does not offer {coffee}")


class NoPriceError(Exception):
    """Raised when a bag is to cost less than a cent."""


class Offer(Aggregate):
    """A coffee on the price list."""

    @staticmethod
    def create_id(coffee: str) -> UUID:
        """Return the id of the offer of a coffee."""
        return uuid5(NAMESPACE_URL, f"/sales/offers/{coffee}")

    def __init__(self, coffee: str, cents_a_bag: int) -> None:
        raise NotImplementedError("TODO 3: record the event Offered, and keep what is asked for")

    def reprice(self, cents_a_bag: int) -> None:
        """Let a bag of 250 g cost something else from now on. Raises `NoPriceError`."""
        raise NotImplementedError("TODO 3: decide, and record the event Repriced")
