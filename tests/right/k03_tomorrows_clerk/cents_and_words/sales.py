"""One private method that reads an order, lets a command run on it and saves it."""

from contextlib import contextmanager
from uuid import UUID

from eventsourcing.application import Application

from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.grind import Grind
from katas.given.sales.order import Order

from .transcodings import GrindAsWord, MoneyAsCents


class Sales(Application[UUID]):
    def __init__(self, prices, env=None):
        self._prices = prices
        super().__init__(env=env)

    def register_transcodings(self, transcoder):
        super().register_transcodings(transcoder)
        for transcoding in (GrindAsWord(), MoneyAsCents()):
            transcoder.register(transcoding)

    def start_order(self, customer):
        [started] = self.save(Order(customer))
        return started.domain_event.originator_id

    def order(self, order_id):
        if order_id not in self.repository:
            raise UnknownOrderError(order_id)
        return self.repository.get(order_id)

    def add_line(self, order_id, coffee, bags, grind=Grind.WHOLE_BEANS):
        with self._changing(order_id) as order:
            order.add_line(coffee, bags, self._prices, grind)

    def place(self, order_id):
        with self._changing(order_id) as order:
            order.place()

    def cancel(self, order_id, reason):
        with self._changing(order_id) as order:
            order.cancel(reason)

    @contextmanager
    def _changing(self, order_id):
        order = self.order(order_id)
        yield order
        self.save(order)
