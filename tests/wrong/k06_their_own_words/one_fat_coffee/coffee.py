"""One Coffee knows everything, and whoever does not need a field leaves it empty.

Fails: A new colleague asks whose words are whose
"""

from uuid import NAMESPACE_URL, uuid5

from eventsourcing.domain import Aggregate, event


class Coffee(Aggregate):
    @staticmethod
    def create_id(key):
        return uuid5(NAMESPACE_URL, f"/coffees/{key}")

    @event("Registered")
    def __init__(self, key, cents_a_bag=None, lot=None, bags=None, percent=None):
        self.key = key
        self.cents_a_bag = cents_a_bag
        self.lot = lot
        self.bags = bags
        self.percent = percent

    @event("Updated")
    def update(self, cents_a_bag=None, bags=None, percent=None):
        if cents_a_bag is not None:
            self.cents_a_bag = cents_a_bag
        if bags is not None:
            self.bags = bags
        if percent is not None:
            self.percent = percent
