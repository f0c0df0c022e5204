"""See coffee.py."""

from uuid import UUID

from eventsourcing.application import Application

from .coffee import Coffee


class Sales(Application[UUID]):
    def offer(self, coffee, cents_a_bag):
        self.save(Coffee(coffee, cents_a_bag=cents_a_bag))

    def reprice(self, coffee, cents_a_bag):
        offer = self.repository.get(Coffee.create_id(coffee))
        offer.update(cents_a_bag=cents_a_bag)
        self.save(offer)

    def price(self, coffee):
        return self.repository.get(Coffee.create_id(coffee)).cents_a_bag
