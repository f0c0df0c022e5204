"""The store is asked to take the order. If it refuses, the order that is there is looked at."""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import OrderRefusedError
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
        try:
            order.add_line(coffee, bags, Agreed(price))
            order.place()
            self.save(order)
        except (IntegrityError, OrderRefusedError):
            if order_id not in self.repository:
                raise
            known = self.order(order_id)
            (line,) = known.lines
            if (known.customer, line.coffee, line.bags, line.price) != (
                customer,
                coffee,
                bags,
                price,
            ):
                raise OrderIdTakenError from None
