"""A box is an order with a plan: paused, it has a plan that never comes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from eventsourcing.domain import Aggregate

from katas.given.days import DayAsISO
from katas.given.sales import application, order
from katas.given.sales.prices import PriceList


@dataclass(frozen=True)
class Plan:
    rhythm: int
    next_day: date


class Order(order.Order):
    plan = None

    class Planned(Aggregate.Event):
        rhythm: int
        next_day: date

        def apply(self, aggregate):
            aggregate.plan = Plan(self.rhythm, self.next_day)

    class Moved(Aggregate.Event):
        next_day: date

        def apply(self, aggregate):
            aggregate.plan = replace(aggregate.plan, next_day=self.next_day)


class Sales(application.Sales):
    def register_transcodings(self, transcoder):
        super().register_transcodings(transcoder)
        transcoder.register(DayAsISO())

    def start_order(self, customer) -> UUID:
        started = Order(customer)
        self.save(started)
        return started.id

    def subscribe(self, customer, coffee, bags, price, rhythm, first_day):  # noqa: PLR0913, PLR0917 - so much is promised
        box = Order(customer)
        agreed = PriceList()
        agreed.set_price(coffee, price)
        box.add_line(coffee, bags, agreed)
        box.trigger_event(Order.Planned, rhythm=rhythm, next_day=first_day)
        self.save(box)
        return box.id

    def order_due(self, today):
        for box in self._orders():
            while box.plan and box.plan.next_day <= today:
                new = Order(box.customer)
                for line in box.lines:
                    agreed = PriceList()
                    agreed.set_price(line.coffee, line.price)
                    new.add_line(line.coffee, line.bags, agreed)
                new.place()
                next_day = box.plan.next_day + timedelta(box.plan.rhythm)
                box.trigger_event(Order.Moved, next_day=next_day)
                self.save(new, box)

    def forgotten_baskets(self):
        return [each.customer for each in self._orders() if not (each.is_placed or each.plan)]

    def pause(self, box_id):
        self.resume(box_id, date.max)

    def resume(self, box_id, next_day):
        box = self.order(box_id)
        box.trigger_event(Order.Moved, next_day=next_day)
        self.save(box)

    def _orders(self):
        page = self.recorder.select_notifications(None, 1000)
        return [self.order(each.originator_id) for each in page if each.originator_version == 1]
