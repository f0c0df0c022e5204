"""Reads and appends by hand: what was read, and up to where, is the condition of the append."""

from eventsourcing.dcb.application import DCBApplication
from eventsourcing.dcb.domain import Selector, Tagged
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import get_topic

from .errors import OneEachError, TooManyConflictsError, UnknownCodeError, UsedUpError
from .facts import Issued, Redeemed, of_code, of_customer
from .issuing import Issuing
from .mapper import FactsAsJSON

IN_MEMORY = {
    "PERSISTENCE_MODULE": "eventsourcing.dcb.popo",
    "MAPPER_TOPIC": get_topic(FactsAsJSON),
}


class Vouchers(DCBApplication):
    env = IN_MEMORY

    def issue(self, code, cap):
        self.do(Issuing(code, cap))

    def redeem(self, code, customer, tries=3):
        boundary = [Selector(tags=[of_code(code)]), Selector(tags=[of_customer(customer)])]
        for _ in range(tries):
            response = self.events.read(boundary)
            facts = [tagged.decision for tagged in response]
            redeemed = _decide(facts, code, customer)
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


def _decide(facts, code, customer):
    issued = [fact for fact in facts if isinstance(fact, Issued)]
    redeemed = [fact for fact in facts if isinstance(fact, Redeemed)]
    if not issued:
        raise UnknownCodeError(code)
    if any(fact.customer == customer for fact in redeemed):
        raise OneEachError(customer)
    if sum(fact.code == code for fact in redeemed) >= issued[0].cap:
        raise UsedUpError(code)
    return Redeemed(code, customer)
