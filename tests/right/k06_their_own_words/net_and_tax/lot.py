"""A lot that remembers what it held, and whether it is spoiled."""

from uuid import NAMESPACE_URL, uuid5

from eventsourcing.domain import Aggregate, event


class UnknownLotError(Exception):
    pass


class EmptyLotError(Exception):
    pass


class Lot(Aggregate):
    @staticmethod
    def create_id(lot):
        return uuid5(NAMESPACE_URL, f"/lots/{lot}")

    @event("Received")
    def __init__(self, lot, coffee, bags):
        self.received = bags
        self.is_spoiled = False

    def spoil(self):
        if not self.is_spoiled:
            self._spoil()

    @event("Spoiled")
    def _spoil(self):
        self.is_spoiled = True

    @property
    def bags(self):
        return 0 if self.is_spoiled else self.received
