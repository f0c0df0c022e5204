"""A box: coffee that a customer gets in a rhythm, at the price that was promised."""

from datetime import date, timedelta
from uuid import UUID

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

    def is_due(self, today: date) -> bool:
        """Return whether the box is to be ordered: its next day has come."""
        # TODO 3: a paused box is not due
        return self.next_day <= today

    @property
    def order_id(self) -> UUID:
        """The id of the order for the next day: always the same one, whoever asks."""
        raise NotImplementedError("TODO 2: make an id that no other order has")

    @event("Ordered")
    def note_order(self, day: date) -> None:
        """Note that the box of this day is ordered: the next one is a rhythm later."""
        self.next_day = day + timedelta(days=self.rhythm)

    def pause(self) -> None:
        """Order nothing from now on."""
        raise NotImplementedError("TODO 3: record the event Paused")

    def resume(self, next_day: date) -> None:
        """Order again, beginning with this day. Nothing is ordered for the days of the pause."""
        raise NotImplementedError("TODO 3: record the event Resumed, and keep the next day")
