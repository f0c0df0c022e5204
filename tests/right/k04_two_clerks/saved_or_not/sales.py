"""Asks whether a copy was saved: neither `save_order` nor `change` calls the other."""

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError, TooManyConflictsError


class Sales(application.Sales):
    def save_order(self, order):
        if not self._saved(order):
            raise StaleOrderError(order.id)

    def change(self, order_id, decide, tries=3):
        if not any(self._decided(order_id, decide) for _ in range(tries)):
            raise TooManyConflictsError(order_id, tries)

    def _decided(self, order_id, decide):
        order = self.order(order_id)
        decide(order)
        return self._saved(order)

    def _saved(self, order):
        try:
            self.save(order)
        except IntegrityError:
            return False
        return True
