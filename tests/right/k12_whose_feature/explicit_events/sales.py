"""The store is asked to take the order. If it refuses, the order that is there is looked at."""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList


class SalesUnreachableError(Exception):
    pass


class OrderIdTakenError(Exception):
    pass


class Agreed(PriceList):
    def __init__(self, price):
        self._price = price

    def price_of(self, _):
        return self._price


class Sales(application.Sales):
    def take_order(self, order_id, customer, coffee, bags, price):
        order = Order._create(Order.Started, id=order_id, customer=customer)  # noqa: SLF001 - the library's way
        order.add_line(coffee, bags, Agreed(price))
        order.place()
        try:
            self.save(order)
        except IntegrityError:
            known = self.order(order_id)
            if (known.customer, known.lines) != (order.customer, order.lines):
                raise OrderIdTakenError from None
