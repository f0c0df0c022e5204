"""A boundary that names the kinds of events, too, and other state."""

from eventsourcing.dcb.domain import Decision, Selector, Slice
from eventsourcing.domain import event

from .errors import OneEachError, UnknownCodeError, UsedUpError
from .events import Issued, Redeemed, of_code, of_customer


class Redeeming(Slice[Decision]):
    def __init__(self, code, customer):
        self._wanted = (code, customer)
        self._left = None
        self._refusal = None

    def consistency_boundary(self):
        code, customer = self._wanted
        return [
            Selector(types=[Issued, Redeemed], tags=[of_code(code)]),
            Selector(types=[Redeemed], tags=[of_customer(customer)]),
        ]

    @event(Issued)
    def _(self, cap):
        self._left = cap

    @event(Redeemed)
    def _(self, code, customer):
        wanted_code, wanted_customer = self._wanted
        if customer == wanted_customer:
            self._refusal = OneEachError(customer)
        elif code == wanted_code:
            self._left -= 1

    def execute(self):
        code, customer = self._wanted
        if self._left is None:
            raise UnknownCodeError(code)
        if self._refusal:
            raise self._refusal
        if self._left < 1:
            raise UsedUpError(code)
        self.trigger_event(
            Redeemed, tags=[of_code(code), of_customer(customer)], code=code, customer=customer
        )
