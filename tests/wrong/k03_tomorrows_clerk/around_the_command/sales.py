"""The application reads the price and records the line itself: nobody asks the order.

Fails: Mina wants more bags than an order may hold
"""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.grind import Grind
from katas.given.sales.order import Order

from .transcodings import GrindAsName, MoneyAsStr


class Sales(Application[UUID]):
    def __init__(self, prices, env=None):
        super().__init__(env)
        self.prices = prices

    def register_transcodings(self, transcoder):
        super().register_transcodings(transcoder)
        transcoder.register(GrindAsName())
        transcoder.register(MoneyAsStr())

    def start_order(self, customer):
        order = Order(customer)
        self.save(order)
        return order.id

    def order(self, order_id):
        try:
            return self.repository.get(order_id)
        except AggregateNotFoundError as error:
            raise UnknownOrderError(order_id) from error

    def add_line(self, order_id, coffee, bags, grind=Grind.WHOLE_BEANS):
        order = self.order(order_id)
        price = self.prices.price_of(coffee)
        order.trigger_event(Order.LineAdded, coffee=coffee, bags=bags, grind=grind, price=price)
        self.save(order)

    def place(self, order_id):
        order = self.order(order_id)
        order.place()
        self.save(order)

    def cancel(self, order_id, reason):
        order = self.order(order_id)
        order.cancel(reason)
        self.save(order)
