"""It is tried until it works, however often that is.

Fails: Grace is quicker each time
"""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError


class Sales(application.Sales):
    def save_order(self, order):
        try:
            self.save(order)
        except IntegrityError as conflict:
            raise StaleOrderError(order.id) from conflict

    def change(self, order_id, decide, tries=3):
        while True:
            order = self.order(order_id)
            decide(order)
            try:
                self.save_order(order)
            except StaleOrderError:
                continue
            return
