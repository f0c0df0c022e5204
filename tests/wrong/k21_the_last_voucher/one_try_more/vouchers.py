"""`tries` is taken for the number of retries, so there is one more than was promised.

Fails: Somebody else is quicker each time
"""

from eventsourcing.dcb.application import DCBApplication
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import get_topic

from .errors import TooManyConflictsError
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
        for _ in range(tries + 1):
            try:
                self.do(Redeeming(code, customer))
            except IntegrityError:
                continue  # the decision did not know a fact that matters: read, decide again
            return
        raise TooManyConflictsError(tries)
