"""Sales' vouchers: what a clerk can ask for."""

from eventsourcing.dcb.application import DCBApplication
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import get_topic

from .errors import CodeTakenError, TooManyConflictsError
from .issuing import Issuing
from .mapper import EventsAsJSON
from .redeeming import Redeeming

IN_MEMORY = {
    "PERSISTENCE_MODULE": "eventsourcing.dcb.popo",
    "MAPPER_TOPIC": get_topic(EventsAsJSON),
}
"""Where events are stored unless `env` says otherwise, and how."""


class Vouchers(DCBApplication):
    """Keeps the events about vouchers in one store and one sequence, each with its tags.

    `env` says which store; without one it is the memory of this program.
    """

    env = IN_MEMORY

    def issue(self, code: str, cap: int) -> None:
        """Issue a code that `cap` customers may redeem. Raise `CodeTakenError` if there is one."""
        try:
            self.do(Issuing(code, cap))
        except IntegrityError as conflict:  # the first event about a code can only be `Issued`
            raise CodeTakenError(code) from conflict

    def redeem(self, code: str, customer: str, tries: int = 3) -> None:
        """Redeem a code for a customer: decide again if an event has come that matters.

        Raise a `VoucherRefusedError`, or `TooManyConflictsError` after the last try.
        """
        for _ in range(tries):
            try:
                self.do(Redeeming(code, customer))
            except IntegrityError:
                continue  # the decision did not know an event that matters: read, decide again
            return
        raise TooManyConflictsError(tries)
