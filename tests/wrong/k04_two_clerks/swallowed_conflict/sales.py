"""A conflict is caught and dropped, so that nobody is troubled. The change is lost in silence.

Fails: Jun comes too late
"""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError, TooManyConflictsError


class Sales(application.Sales):
    def save_order(self, order):
        try:
            self.save(order)
        except IntegrityError:
            pass

    def change(self, order_id, decide, tries=3):
        for _ in range(tries):
            order = self.order(order_id)
            decide(order)
            try:
                self.save_order(order)
            except StaleOrderError:
                continue
            return
        raise TooManyConflictsError(order_id, tries)
