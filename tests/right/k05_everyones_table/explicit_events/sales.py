"""The rule is checked in the command, and the order is looked for before it is read."""

from uuid import UUID

from eventsourcing.application import Application

from katas.given.sales.errors import TooFewBagsError, TooManyBagsError

from .order import Order, UnknownOrderError


class Sales(Application[UUID]):
    def promise(self, number, customer, coffee, bags):
        if bags <= 0:
            raise TooFewBagsError
        if bags > 20:
            raise TooManyBagsError
        self.save(Order(number, customer, coffee, bags))

    def promised(self, number):
        order_id = Order.create_id(number)
        if order_id not in self.repository:
            raise UnknownOrderError(f"nothing is promised under {number}")
        return self.repository.get(order_id).bags
