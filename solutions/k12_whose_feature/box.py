"""A box: coffee that a customer gets in a rhythm, at the price that was promised."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money

MOST_BAGS = 20
"""Bags (250 g each) that a box may hold: Sales has said that one order may hold as many."""


class BoxRefusedError(Exception):
    """Raised when a box cannot be promised: the number of bags or the rhythm is not possible."""


class UnknownBoxError(Exception):
    """Raised when Subscriptions has no box of this id."""


class Box(Aggregate):
    """Bags (250 g each) of one coffee, every `rhythm` days."""

    @event("Subscribed")
    def __init__(  # noqa: PLR0913, PLR0917 - so much was promised
        self,
        customer: str,
        coffee: str,
        bags: int,
        price: Money,
        rhythm: int,
        next_day: date,
    ) -> None:
        self.customer = customer
        self.coffee = coffee
        self.bags = bags
        self.price = price
        self.rhythm = rhythm
        self.next_day = next_day
        self.is_paused = False

    def is_due(self, today: date) -> bool:
        """Return whether the box is to be ordered: its next day has come, and it is not paused."""
        return self.next_day <= today and not self.is_paused

    @property
    def order_id(self) -> UUID:
        """The id of the order for the next day: always the same one, whoever asks."""
        return uuid5(self.id, self.next_day.isoformat())

    @event("Ordered")
    def note_order(self, day: date) -> None:
        """Note that the box of this day is ordered: the next one is a rhythm later."""
        self.next_day = day + timedelta(days=self.rhythm)

    @event("Paused")
    def pause(self) -> None:
        """Order nothing from now on."""
        self.is_paused = True

    @event("Resumed")
    def resume(self, next_day: date) -> None:
        """Order again, beginning with this day. Nothing is ordered for the days of the pause."""
        self.is_paused = False
        self.next_day = next_day
