"""Sales' vouchers: what a clerk can ask for."""

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
"""Where facts are stored if nobody says otherwise, and how."""


class Vouchers(DCBApplication):
    """Keeps the facts about vouchers in a store, in one sequence, each with its tags.

    `env` says which store; without one it is the memory of this program.
    """

    env = IN_MEMORY

    def issue(self, code: str, cap: int) -> None:
        """Issue a code that `cap` customers may redeem. Raises `CodeTakenError`."""
        self.do(Issuing(code, cap))

    def redeem(self, code: str, customer: str, tries: int = 3) -> None:
        """Redeem a code for a customer.

        Raises a `VoucherRefusedError`, or `TooManyConflictsError` after the last try.
        """
        try:
            self.do(Redeeming(code, customer))
        except IntegrityError as error:
            raise NotImplementedError("TODO 4: somebody else was quicker: decide again") from error
