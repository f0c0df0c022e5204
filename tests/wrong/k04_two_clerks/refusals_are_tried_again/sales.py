"""Any error is a reason to try again, and so is a refusal.

Fails: Grace placed the order long ago
"""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import OrderRefusedError, StaleOrderError, TooManyConflictsError


class Sales(application.Sales):
    def save_order(self, order):
        try:
            self.save(order)
        except IntegrityError as conflict:
            raise StaleOrderError(order.id) from conflict

    def change(self, order_id, decide, tries=3):
        for attempt in range(1, tries + 1):
            try:
                order = self.order(order_id)
                decide(order)
                self.save_order(order)
            except OrderRefusedError:
                if attempt == tries:
                    raise
            except StaleOrderError:
                if attempt == tries:
                    raise TooManyConflictsError(order_id, tries) from None
            else:
                return
