"""A picture of the facts is asked whether there is one left, and then the fact is appended anyway.

Fails: Two want the last one
"""

from collections import Counter

from eventsourcing.dcb.application import DCBApplication
from eventsourcing.dcb.domain import Tagged
from eventsourcing.utils import get_topic

from .errors import OneEachError, UnknownCodeError, UsedUpError
from .facts import Issued, Redeemed, of_code, of_customer
from .issuing import Issuing
from .mapper import FactsAsJSON


class Picture:
    def __init__(self, facts):
        self.caps = {}
        self.redeemed = Counter()
        self.customers = set()
        for tagged in facts:
            fact = tagged.decision
            if isinstance(fact, Issued):
                self.caps[fact.code] = fact.cap
            else:
                self.redeemed[fact.code] += 1
                self.customers.add(fact.customer)


IN_MEMORY = {
    "PERSISTENCE_MODULE": "eventsourcing.dcb.popo",
    "MAPPER_TOPIC": get_topic(FactsAsJSON),
}


class Vouchers(DCBApplication):
    """Keeps the facts about vouchers in a store, in one sequence, each with its tags.

    `env` says which store; without one it is the memory of this program.
    """

    env = IN_MEMORY

    def issue(self, code: str, cap: int) -> None:
        """Issue a code that `cap` customers may redeem. Raises `CodeTakenError`."""
        self.do(Issuing(code, cap))

    def redeem(self, code: str, customer: str, tries: int = 3) -> None:
        """Redeem a code for a customer: decide again, if a fact has come that matters.

        Raises a `VoucherRefusedError`, or `TooManyConflictsError` after the last try.
        """
        picture = Picture(self.events.read())
        if code not in picture.caps:
            raise UnknownCodeError(code)
        if customer in picture.customers:
            raise OneEachError(customer)
        if picture.redeemed[code] >= picture.caps[code]:
            raise UsedUpError(code)
        fact = Redeemed(code=code, customer=customer)
        self.events.append([Tagged([of_code(code), of_customer(customer)], fact)])
