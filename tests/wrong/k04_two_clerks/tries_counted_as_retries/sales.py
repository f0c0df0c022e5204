"""The first try is not counted: `tries` is taken for the number of retries.

Fails: Grace is quicker each time
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
        conflicts = 0
        while conflicts <= tries:
            order = self.order(order_id)
            decide(order)
            try:
                self.save_order(order)
            except StaleOrderError:
                conflicts += 1
            else:
                return
        raise TooManyConflictsError(order_id, tries)
