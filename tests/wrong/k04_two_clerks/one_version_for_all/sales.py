"""A conflict is whatever has been recorded meanwhile, for whichever order.

Fails: Grace serves Ada meanwhile
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
            before = self.recorder.max_notification_id()
            order = self.order(order_id)
            decide(order)
            if self.recorder.max_notification_id() == before:
                self.save_order(order)
                return
        raise TooManyConflictsError(order_id, tries)
