"""After a conflict the old facts are put on top of the fresh order: decided once, recorded anyway.

Fails: Grace cancels the order meanwhile
"""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError, TooManyConflictsError

ORIGIN = {"originator_id", "originator_version", "timestamp"}


class Sales(application.Sales):
    def save_order(self, order):
        try:
            self.save(order)
        except IntegrityError as conflict:
            raise StaleOrderError(order.id) from conflict

    def change(self, order_id, decide, tries=3):
        order = self.order(order_id)
        decide(order)
        facts = list(order.pending_events)
        for _ in range(tries):
            try:
                self.save_order(order)
            except StaleOrderError:
                order = self.order(order_id)
                for fact in facts:
                    carried = {k: v for k, v in vars(fact).items() if k not in ORIGIN}
                    order.trigger_event(type(fact), **carried)
                continue
            return
        raise TooManyConflictsError(order_id, tries)
