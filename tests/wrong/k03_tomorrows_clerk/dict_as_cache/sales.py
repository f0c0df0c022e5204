"""A dict that saves reading: what was read once is never read again.

Fails: Jun serves Mina at the other desk
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
        self.orders = {}

    def register_transcodings(self, transcoder):
        super().register_transcodings(transcoder)
        transcoder.register(GrindAsName())
        transcoder.register(MoneyAsStr())

    def start_order(self, customer):
        order = Order(customer)
        self.save(order)
        self.orders[order.id] = order
        return order.id

    def order(self, order_id):
        if order_id not in self.orders:
            try:
                self.orders[order_id] = self.repository.get(order_id)
            except AggregateNotFoundError as error:
                raise UnknownOrderError(order_id) from error
        return self.orders[order_id]

    def add_line(self, order_id, coffee, bags, grind=Grind.WHOLE_BEANS):
        order = self.order(order_id)
        order.add_line(coffee, bags, self.prices, grind)
        self.save(order)

    def place(self, order_id):
        order = self.order(order_id)
        order.place()
        self.save(order)

    def cancel(self, order_id, reason):
        order = self.order(order_id)
        order.cancel(reason)
        self.save(order)
