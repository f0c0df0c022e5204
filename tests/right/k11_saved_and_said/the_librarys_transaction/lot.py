"""Explicit event classes that apply themselves. The lot keeps what its rule needs: the bags."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate


class LotNumberTakenError(Exception):
    pass


class NotEnoughBagsError(Exception):
    pass


class TooFewBagsError(Exception):
    pass


class UnknownLotError(Exception):
    pass


class Lot(Aggregate):
    class Received(Aggregate.Created):
        number: int
        coffee: str
        roasted: str
        shelf: str
        bags: int

    class Imported(Received):
        pass

    class Moved(Aggregate.Event):
        shelf: str

    class Taken(Aggregate.Event):
        bags: int

        def apply(self, aggregate: "Lot") -> None:
            aggregate.bags -= self.bags

    def __init__(self, bags):
        self.bags = bags

    @staticmethod
    def create_id(number: int) -> UUID:
        return uuid5(NAMESPACE_URL, f"/lots/{number}")

    @classmethod
    def received(cls, **row):
        return cls._create(cls.Received, **row)

    @classmethod
    def imported(cls, **row):
        return cls._create(cls.Imported, **row)

    def move(self, shelf):
        self.trigger_event(self.Moved, shelf=shelf)

    def take(self, bags):
        if bags > self.bags:
            raise NotEnoughBagsError
        if bags < 1:
            raise TooFewBagsError
        self.trigger_event(self.Taken, bags=bags)
