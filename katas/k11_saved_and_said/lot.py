"""A lot: bags of one coffee, and what has happened to them."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class NotEnoughBagsError(Exception):
    """Raised when more bags are to be taken from a lot than it holds."""


class Lot(Aggregate):
    """Bags (250 g each) of one coffee that were roasted together, and lie on one shelf.

    `roasted` is the week of roasting, such as "2026-W08".
    """

    @staticmethod
    def create_id(number: int) -> UUID:
        """Give the id of the lot `number`."""
        return uuid5(NAMESPACE_URL, f"/warehouse/lots/{number}")

    def __init__(self, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> None:
        raise NotImplementedError("TODO 1: record the fact Received, and keep what it carries")

    @classmethod
    def imported(cls, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> Lot:
        """Make a lot of what is known of it today, and of nothing else."""
        raise NotImplementedError("TODO 3: make a lot whose first fact is Imported")

    def move(self, shelf: str) -> None:
        """Let the lot lie on another shelf from now on."""
        raise NotImplementedError("TODO 2: record the fact Moved, and keep the shelf")

    def take(self, bags: int) -> None:
        """Take `bags` away. Raises `NotEnoughBagsError` if there are fewer."""
        raise NotImplementedError("TODO 2: refuse, or record the fact Taken: fewer bags are left")
