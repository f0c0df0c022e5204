"""Only one call is left, and that one cannot be done without: are the beans there?

Fails: There is too little Sidamo
"""

from datetime import timedelta

from katas.given.sales import application


class Sales(application.Sales):
    def __init__(self, prices, telephones, clock, env=None):
        super().__init__(prices, env)
        self._telephones = telephones
        self._clock = clock

    def _call(self, name, request, *args):
        deadline = self._clock.now + timedelta(seconds=5)
        return self._telephones[name].call(request, *args, deadline=deadline)

    def place(self, order_id):
        order = self.order(order_id)
        for line in order.lines:
            self._call("Warehouse", "reserve", order.id, {line.coffee: line.bags})
        super().place(order_id)
