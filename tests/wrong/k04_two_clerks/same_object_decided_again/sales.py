"""After a conflict it is decided again on the same, stale order, which now fits by its number.

Fails: Grace cancels the order meanwhile
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
        order = self.order(order_id)
        for _ in range(tries):
            decide(order)
            try:
                self.save_order(order)
            except StaleOrderError:
                continue
            return
        raise TooManyConflictsError(order_id, tries)
