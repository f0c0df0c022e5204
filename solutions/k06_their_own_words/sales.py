"""Sales' application: which coffees are offered, at which price."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .offer import NotOfferedError, Offer


class Sales(Application[UUID]):
    """Keeps the price list: an offer for each coffee."""

    def offer(self, coffee: str, cents_a_bag: int) -> None:
        """Put a coffee on the price list. Raises `NoPriceError`."""
        self.save(Offer.make(coffee, cents_a_bag))

    def reprice(self, coffee: str, cents_a_bag: int) -> None:
        """Let a coffee cost something else. Raises `NotOfferedError` and `NoPriceError`."""
        offer = self._offer(coffee)
        offer.reprice(cents_a_bag)
        self.save(offer)

    def price(self, coffee: str) -> int:
        """Return what a bag of 250 g costs today, in cents. Raises `NotOfferedError`."""
        return self._offer(coffee).cents_a_bag

    def _offer(self, coffee: str) -> Offer:
        try:
            offer: Offer = self.repository.get(Offer.create_id(coffee))
        except AggregateNotFoundError as error:
            raise NotOfferedError(coffee) from error
        return offer
