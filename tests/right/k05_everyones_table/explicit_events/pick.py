"""Each count is kept: the last one says what is to be picked. The id is another context's, too."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class UnknownPickError(Exception):
    pass


class EmptyPickError(Exception):
    pass


class MiscountError(Exception):
    pass


class Pick(Aggregate):
    class Reserved(Aggregate.Created):
        number: int
        coffee: str
        bags: int

    class Recounted(Aggregate.Event):
        bags: int

    @staticmethod
    def create_id(number):
        return UUID(int=number)

    @classmethod
    def reserve(cls, number, coffee, bags):
        if bags <= 0:
            raise EmptyPickError
        return cls(number, coffee, bags)

    @event(Reserved)
    def __init__(self, number, coffee, bags):
        self.coffee = coffee
        self.number = number
        self.counts = (bags,)

    def recount(self, bags):
        if bags < 0 or bags > self.counts[0]:
            raise MiscountError
        self.trigger_event(self.Recounted, bags=bags)

    @event(Recounted)
    def _count(self, bags):
        self.counts += (bags,)

    @property
    def bags(self):
        return self.counts[-1]
