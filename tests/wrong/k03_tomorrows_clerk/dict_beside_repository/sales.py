"""The orders live in a dict of the application; the store is written and never read.

Fails: Jun opens the shop the next morning
"""

from uuid import UUID

from eventsourcing.application import Application

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
        try:
            return self.orders[order_id]
        except KeyError as error:
            raise UnknownOrderError(order_id) from error

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
