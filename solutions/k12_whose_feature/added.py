"""Sales with boxes added to it: one program, one store, and everything is at hand.

It was written in a week, and it works. `sales.py` is Sales without it.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from eventsourcing.domain import event
from eventsourcing.persistence import JSONTranscoder

from katas.given.days import DayAsISO
from katas.given.sales import application, order
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList


class Order(order.Order):
    """An order. If it has a rhythm, it is a box: it is never placed, but copied on its day."""

    rhythm = 0  # days
    next_day = date.max
    is_paused = False

    @event("RhythmSet")
    def repeat(self, rhythm: int, next_day: date) -> None:
        """Let the order come every `rhythm` days, beginning with `next_day`."""
        self.rhythm = rhythm
        self.next_day = next_day

    @event("Repeated")
    def note_order(self, day: date) -> None:
        """Note that the order of this day is placed: the next one is a rhythm later."""
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


class Sales(application.Sales):
    """Sells, and lets boxes order themselves."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read days, too."""
        super().register_transcodings(transcoder)
        transcoder.register(DayAsISO())

    def start_order(self, customer: str) -> UUID:
        """Start an order, and return its id."""
        started = Order(customer)
        self.save(started)
        return started.id

    def subscribe(  # noqa: PLR0913, PLR0917 - so much is promised
        self, customer: str, coffee: str, bags: int, price: Money, rhythm: int, first_day: date
    ) -> UUID:
        """Promise a box of `bags` every `rhythm` days, at `price` a bag, and return its id."""
        box = Order(customer)
        box.add_line(coffee, bags, _agreed(coffee, price))
        box.repeat(rhythm, first_day)
        self.save(box)
        return box.id

    def order_due(self, today: date) -> None:
        """Order all the boxes whose day has come."""
        for box in self._orders():
            while box.rhythm and not box.is_paused and box.next_day <= today:
                new = Order(box.customer)
                for line in box.lines:
                    new.add_line(line.coffee, line.bags, _agreed(line.coffee, line.price))
                new.place()
                box.note_order(box.next_day)
                self.save(new, box)  # one transaction: nobody is called, nothing comes twice

    def forgotten_baskets(self) -> list[str]:
        """Return who has started an order and not placed it. They get a reminder each Friday."""
        return [
            each.customer
            for each in self._orders()
            if not (each.is_placed or each.cancellation_reason or each.rhythm)
        ]

    def pause(self, box_id: UUID) -> None:
        """Let a box order nothing from now on."""
        box: Any = self.order(box_id)
        box.pause()
        self.save(box)

    def resume(self, box_id: UUID, next_day: date) -> None:
        """Let a box order again, beginning with `next_day`."""
        box: Any = self.order(box_id)
        box.resume(next_day)
        self.save(box)

    def _orders(self) -> list[Any]:
        """Return all orders, the oldest first."""
        last = self.recorder.max_notification_id() or 0
        stored: list[Any] = list(self.recorder.select_notifications(start=1, limit=last))
        return [self.order(each) for each in dict.fromkeys(each.originator_id for each in stored)]


def _agreed(coffee: str, price: Money) -> PriceList:
    """Return a price list on which this coffee costs what was agreed."""
    agreed = PriceList()
    agreed.set_price(coffee, price)
    return agreed
