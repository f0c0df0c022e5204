"""It looks whether the order has changed, and saves if not: in between is time enough for Grace.

Fails: Grace is quicker by a breath
"""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError, TooManyConflictsError


class Sales(application.Sales):
    def save_order(self, order):
        try:
            self.save(order)
        except IntegrityError as conflict:
            raise StaleOrderError(order.id) from conflict

    def change(self, order_id, decide, tries=3):
        for _ in range(tries):
            order = self.order(order_id)
            read = order.version
            decide(order)
            if self.order(order_id).version == read:
                self.save(order)
                return
        raise TooManyConflictsError(order_id, tries)
