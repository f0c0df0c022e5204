"""The calls stay, but none of them can do harm any more: what they raise is caught.

Fails: Billing is slow
"""

from datetime import timedelta

from katas.given.sales import application
from katas.given.telephone import NoAnswerError


class Sales(application.Sales):
    def __init__(self, prices, telephones, clock, env=None):
        super().__init__(prices, env)
        self._telephones = telephones
        self._clock = clock

    def _call(self, name, request, *args):
        deadline = self._clock.now + timedelta(seconds=5)
        return self._telephones[name].call(request, *args, deadline=deadline)

    def place(self, order_id):
        super().place(order_id)
        order = self.order(order_id)
        try:
            self._call("Billing", "invoice", order.id, order.customer, order.total)
        except NoAnswerError:
            pass
