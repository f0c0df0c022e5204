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
        except IntegrityError as conflict:
            raise NotImplementedError("TODO 5: what has somebody else done?") from conflict

    def redeem(self, code: str, customer: str, tries: int = 3) -> None:
        """Redeem a code for a customer.

        Raise a `VoucherRefusedError`, or `TooManyConflictsError` after the last try.
        """
        try:
            self.do(Redeeming(code, customer))
        except IntegrityError as conflict:
            raise NotImplementedError("TODO 4: somebody was quicker: decide again") from conflict
