"""See pricing.py."""

from uuid import UUID

from eventsourcing.application import Application

from .offer import Offer
from .pricing import price


class Sales(Application[UUID]):
    def offer(self, coffee, cents_a_bag):
        self.save(Offer(coffee, cents_a_bag))

    def reprice(self, coffee, cents_a_bag):
        offer = self._offer(coffee)
        offer.reprice(cents_a_bag)
        self.save(offer)

    def price(self, coffee):
        return price(self._offer(coffee).cents_a_bag)

    def _offer(self, coffee):
        return self.repository.get(Offer.create_id(coffee))
