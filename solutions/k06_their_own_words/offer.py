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

    @classmethod
    def make(cls, coffee: str, cents_a_bag: int) -> "Offer":
        """Return a new offer. Raises `NoPriceError`."""
        cls._check(cents_a_bag)
        return cls(coffee, cents_a_bag)

    @event("Offered")
    def __init__(self, coffee: str, cents_a_bag: int) -> None:
        self.cents_a_bag = cents_a_bag

    def reprice(self, cents_a_bag: int) -> None:
        """Let a bag of 250 g cost something else from now on. Raises `NoPriceError`."""
        self._check(cents_a_bag)
        self._reprice(cents_a_bag)

    @event("Repriced")
    def _reprice(self, cents_a_bag: int) -> None:
        self.cents_a_bag = cents_a_bag

    @staticmethod
    def _check(cents_a_bag: int) -> None:
        if cents_a_bag < 1:
            raise NoPriceError(f"{cents_a_bag} cents are no price")
