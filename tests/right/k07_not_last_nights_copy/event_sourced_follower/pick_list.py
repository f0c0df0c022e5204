"""The pick list is an aggregate: what the Warehouse has worked out is a series of facts, too."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


@dataclass(frozen=True)
class Pick:
    order_id: UUID
    coffee: str
    bags: int


class PickList(Aggregate):
    @staticmethod
    def create_id():
        return uuid5(NAMESPACE_URL, "/pick-list")

    @event("Opened")
    def __init__(self):
        self.waiting = {}
        self.released = {}

    @event("Noted")
    def note(self, order_id, coffee, bags):
        self.waiting.setdefault(str(order_id), []).append((coffee, bags))

    @event("Released")
    def release(self, order_id):
        self.released[str(order_id)] = self.waiting.pop(str(order_id))

    @event("Withdrawn")
    def withdraw(self, order_id):
        self.waiting.pop(str(order_id), None)
        self.released.pop(str(order_id), None)

    @event("Picked")
    def picked(self, order_id):
        del self.released[str(order_id)]
