"""Explicit event classes that apply themselves. A paused box has no next day."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.domain import Aggregate

from katas.given.money import Money


class BoxRefusedError(Exception):
    pass


class Box(Aggregate):
    class Subscribed(Aggregate.Created):
        customer: str
        coffee: str
        bags: int
        price: Money
        rhythm: int
        next_day: date

    class Ordered(Aggregate.Event):
        day: date

        def apply(self, aggregate: "Box") -> None:
            aggregate.next_day = self.day + timedelta(aggregate.rhythm)

    class Paused(Aggregate.Event):
        def apply(self, aggregate: "Box") -> None:
            aggregate.next_day = date.max

    class Resumed(Aggregate.Event):
        next_day: date

        def apply(self, aggregate: "Box") -> None:
            aggregate.next_day = self.next_day

    def __init__(self, customer, coffee, bags, price, rhythm, next_day):  # noqa: PLR0913, PLR0917 - so much was promised
        self.wish = (customer, coffee, bags, price)
        self.rhythm = rhythm
        self.next_day = next_day

    def order(self, sales):
        order_id = uuid5(NAMESPACE_URL, f"/boxes/{self.id}/{self.next_day}")
        sales.take_order(order_id, *self.wish)
        self.trigger_event(self.Ordered, day=self.next_day)
