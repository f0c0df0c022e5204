"""A conflict is dropped: who was too late believes that it is granted, and nothing is recorded.

Fails: Two want the last one
"""

from contextlib import suppress

from eventsourcing.dcb.application import DCBApplication
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import get_topic

from .issuing import Issuing
from .mapper import FactsAsJSON
from .redeeming import Redeeming

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
        with suppress(IntegrityError):
            self.do(Redeeming(code, customer))
