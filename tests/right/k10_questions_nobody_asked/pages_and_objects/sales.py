"""Rebuilds the order from the facts of that time, without a version."""

from katas.given.sales import application
from katas.given.sales.errors import UnknownOrderError


class Sales(application.Sales):
    def order_as_of(self, order_id, moment):
        order = None
        for fact in self.events.get(order_id):
            if fact.timestamp <= moment:
                order = fact.mutate(order)
        if order is None:
            raise UnknownOrderError(order_id)
        return order
