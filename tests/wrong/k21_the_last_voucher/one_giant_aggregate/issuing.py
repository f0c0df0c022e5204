"""Likewise."""

from eventsourcing.dcb.domain import Decision, Selector, Slice
from eventsourcing.domain import event

from .errors import CodeTakenError
from .facts import Issued, of_code


class Issuing(Slice[Decision]):
    """Decides whether a code may be issued. What matters is what was recorded about the code."""

    def __init__(self, code: str, cap: int) -> None:
        self.code = code
        self.cap = cap
        self.is_taken = False

    def consistency_boundary(self) -> list[Selector]:
        """Tell which facts the decision depends on."""
        return [Selector(tags=["vouchers"])]

    @event(Issued)
    def _issued(self, code: str) -> None:
        self.is_taken = self.is_taken or code == self.code

    def execute(self) -> None:
        """Decide. Raises `CodeTakenError`."""
        if self.is_taken:
            raise CodeTakenError(self.code)
        self.trigger_event(
            Issued, tags=["vouchers", of_code(self.code)], code=self.code, cap=self.cap
        )
