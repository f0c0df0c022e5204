"""After a conflict the same order is saved again: its facts are gone, and nothing is saved.

Fails: Grace is quicker
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
        decide(order)
        for _ in range(tries):
            try:
                self.save_order(order)
            except StaleOrderError:
                continue
            return
        raise TooManyConflictsError(order_id, tries)
