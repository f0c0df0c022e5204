"""A lot: bags of one coffee, and what has happened to them."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class LotNumberTakenError(Exception):
    """Raised when a new lot is to be received under a number that is in the table already."""


class NotEnoughBagsError(Exception):
    """Raised when more bags are to be taken from a lot than it holds."""


class TooFewBagsError(Exception):
    """Raised when less than one bag is to be taken."""


class UnknownLotError(Exception):
    """Raised when a lot has been neither received nor imported."""


class Lot(Aggregate):
    """Bags (250 g each) of one coffee that were roasted together, and lie on one shelf.

    `roasted` is the week of roasting, such as "2026-W08".
    """

    class Imported(Aggregate.Created):
        """The lot was found in the table, so it was there. Nobody knows how it had come there."""

        number: int
        coffee: str
        roasted: str
        shelf: str
        bags: int

    @staticmethod
    def create_id(number: int) -> UUID:
        """Return the id of the lot `number`."""
        return uuid5(NAMESPACE_URL, f"/warehouse/lots/{number}")

    @event("Received")
    def __init__(self, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> None:
        self.number = number
        self.coffee = coffee
        self.roasted = roasted
        self.shelf = shelf
        self.bags = bags

    @classmethod
    def imported(cls, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> Lot:
        """Return a lot made of what is known of it today, and of nothing else."""
        return cls._create(
            cls.Imported, number=number, coffee=coffee, roasted=roasted, shelf=shelf, bags=bags
        )

    @event("Moved")
    def move(self, shelf: str) -> None:
        """Let the lot lie on another shelf from now on."""
        self.shelf = shelf

    def take(self, bags: int) -> None:
        """Take `bags` away. Raise `TooFewBagsError` or `NotEnoughBagsError`."""
        if bags < 1:
            raise TooFewBagsError(f"{bags} bags cannot be taken")
        if bags > self.bags:
            raise NotEnoughBagsError(f"lot {self.number} holds {self.bags} bags, not {bags}")
        self._take(bags)

    @event("Taken")
    def _take(self, bags: int) -> None:
        self.bags -= bags
