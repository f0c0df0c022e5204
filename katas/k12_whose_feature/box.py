"""A box: coffee that a customer gets in a rhythm, at the price that was promised."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from eventsourcing.domain import Aggregate, event

from katas.given.money import Money


class Box(Aggregate):
    """Bags (250 g each) of one coffee, every so many days."""

    def __init__(  # noqa: PLR0913, PLR0917 - so much was promised
        self,
        customer: str,
        coffee: str,
        bags: int,
        price: Money,
        rhythm: int,
        next_day: date,
    ) -> None:
        raise NotImplementedError("TODO 1: record the fact Subscribed, and keep what it carries")

    def is_due(self, today: date) -> bool:
        """Tell whether the box is to be ordered: its next day has come, and it is not paused."""
        raise NotImplementedError("TODO 3: compare the next day with today")

    @property
    def order_id(self) -> UUID:
        """The id of the order for the next day: the same one, whoever asks, and how often."""
        raise NotImplementedError("TODO 3: make an id of the box and its next day, with uuid5")

    def note_order(self, day: date) -> None:
        """Note that the box of this day is ordered: the next one is a rhythm later."""
        raise NotImplementedError("TODO 3: record the fact Ordered, and find the next day")

    def pause(self) -> None:
        """Order nothing from now on."""
        raise NotImplementedError("TODO 4: record the fact Paused")

    def resume(self, next_day: date) -> None:
        """Order again, beginning with this day. The days of the pause are not made up for."""
        raise NotImplementedError("TODO 4: record the fact Resumed, and keep the next day")
