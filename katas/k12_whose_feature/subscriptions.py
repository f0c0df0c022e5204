"""Subscriptions' application: boxes that order themselves."""

from datetime import date
from typing import Any
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import JSONTranscoder

from katas.given.days import DayAsISO
from katas.given.money import Money
from katas.given.transcodings import MoneyAsStr

from .box import Box, UnknownBoxError
from .sales import Sales, SalesUnreachableError


class Subscriptions(Application[UUID]):
    """Keeps the boxes, in a store of its own, and orders them from Sales."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read days and amounts."""
        super().register_transcodings(transcoder)
        transcoder.register(DayAsISO())
        transcoder.register(MoneyAsStr())

    def subscribe(  # noqa: PLR0913, PLR0917 - so much is promised
        self, customer: str, coffee: str, bags: int, price: Money, rhythm: int, first_day: date
    ) -> UUID:
        """Promise a box of `bags` every `rhythm` days, at `price` a bag, and return the box's id.

        Raise `BoxRefusedError` for a box that Sales would never take, or that never ends.
        """
        # TODO 2: refuse a box that Sales would never take, or that never ends
        box = Box(customer, coffee, bags, price, rhythm, first_day)
        self.save(box)
        return box.id

    def order_due(self, sales: Sales, today: date) -> None:
        """Order all the boxes whose day has come. If Sales does not answer, a box stays due.

        Whatever goes wrong with one box, the others get their turn. In the end all that went wrong
        is raised in an `ExceptionGroup`.
        """
        raise NotImplementedError("TODO 2: let Sales take the orders that are due, and note them")

    def pause(self, box_id: UUID) -> None:
        """Let a box order nothing from now on. Raise `UnknownBoxError`."""
        box = self._box(box_id)
        box.pause()
        self.save(box)

    def resume(self, box_id: UUID, next_day: date) -> None:
        """Let a box order again, beginning with `next_day`. Raise `UnknownBoxError`."""
        box = self._box(box_id)
        box.resume(next_day)
        self.save(box)

    def _boxes(self) -> list[Box]:
        """Return all the boxes, the oldest first."""
        last = self.recorder.max_notification_id() or 0
        stored: list[Any] = list(self.recorder.select_notifications(start=1, limit=last))
        return [
            self._box(box_id) for box_id in dict.fromkeys(each.originator_id for each in stored)
        ]

    def _box(self, box_id: UUID) -> Box:
        """Return a box. Raise `UnknownBoxError`."""
        try:
            box: Box = self.repository.get(box_id)
        except AggregateNotFoundError as error:
            raise UnknownBoxError(box_id) from error
        return box
