"""Sales' application: which coffees are offered, at which price."""

from uuid import UUID

from eventsourcing.application import Application

from .offer import Offer


class Sales(Application[UUID]):
    """Keeps the price list: an offer for each coffee."""

    def offer(self, coffee: str, cents_a_bag: int) -> None:
        """Put a coffee on the price list."""
        self.save(Offer(coffee, cents_a_bag))

    def reprice(self, coffee: str, cents_a_bag: int) -> None:
        """Let a coffee cost something else from now on."""
        offer = self._offer(coffee)
        offer.reprice(cents_a_bag)
        self.save(offer)

    def price(self, coffee: str) -> int:
        """Tell what a bag of 250 g costs today, in cents."""
        return self._offer(coffee).cents_a_bag

    def _offer(self, coffee: str) -> Offer:
        return self.repository.get(Offer.create_id(coffee))
