"""The calls are gone from `place`, and come back in a handler of its event.

Fails: Billing is down
"""

from datetime import timedelta

from katas.given.sales import application
from katas.given.sales.events import Placed


class Sales(application.Sales):
    def __init__(self, prices, telephones, clock, env=None):
        super().__init__(prices, env)
        self._telephones = telephones
        self._clock = clock

    def _call(self, name, request, *args):
        deadline = self._clock.now + timedelta(seconds=5)
        return self._telephones[name].call(request, *args, deadline=deadline)

    def save(self, *objs, **kwargs):
        recordings = super().save(*objs, **kwargs)
        for recording in recordings:
            if isinstance(recording.domain_event, Placed):
                self._on_placed(recording.domain_event)
        return recordings

    def _on_placed(self, placed):
        order = self.order(placed.originator_id)
        self._call("Billing", "invoice", order.id, order.customer, order.total)
