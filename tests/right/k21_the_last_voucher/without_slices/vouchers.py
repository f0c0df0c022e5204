"""Reads and appends by hand: what was read, and up to where, is the condition of the append."""

from contextlib import suppress

from eventsourcing.dcb.application import DCBApplication
from eventsourcing.dcb.domain import Selector, Tagged
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import get_topic

from .errors import OneEachError, TooManyConflictsError, UnknownCodeError, UsedUpError
from .events import Issued, Redeemed, of_code, of_customer
from .issuing import Issuing
from .mapper import EventsAsJSON

IN_MEMORY = {
    "PERSISTENCE_MODULE": "eventsourcing.dcb.popo",
    "MAPPER_TOPIC": get_topic(EventsAsJSON),
}


class Vouchers(DCBApplication):
    env = IN_MEMORY

    def issue(self, code, cap):
        with suppress(IntegrityError):
            self.do(Issuing(code, cap))
            return
        self.issue(code, cap)  # it reads what has come, and refuses

    def redeem(self, code, customer, tries=3):
        boundary = [Selector(tags=[of_code(code)]), Selector(tags=[of_customer(customer)])]
        for _ in range(tries):
            response = self.events.read(boundary)
            events = [tagged.decision for tagged in response]
            redeemed = _decide(events, code, customer)
            try:
                self.events.append(
                    [Tagged([of_customer(customer), of_code(code)], redeemed)],
                    cb=boundary,
                    after=response.head,
                )
            except IntegrityError:
                continue
            return
        raise TooManyConflictsError(tries)


def _decide(events, code, customer):
    issued = [each for each in events if isinstance(each, Issued)]
    redeemed = [each for each in events if isinstance(each, Redeemed)]
    if not issued:
        raise UnknownCodeError(code)
    if any(each.customer == customer for each in redeemed):
        raise OneEachError(customer)
    if sum(each.code == code for each in redeemed) >= issued[0].cap:
        raise UsedUpError(code)
    return Redeemed(code, customer)
