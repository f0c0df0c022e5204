"""The decision to issue a code."""

from eventsourcing.dcb.domain import Decision, Selector, Slice
from eventsourcing.domain import event

from .errors import CodeTakenError
from .events import Issued, of_code


class Issuing(Slice[Decision]):
    """Decides whether a code may be issued. It depends on what was recorded about the code."""

    def __init__(self, code: str, cap: int) -> None:
        self.code = code
        self.cap = cap
        self.is_taken = False

    def consistency_boundary(self) -> list[Selector]:
        """Return which events the decision depends on."""
        return [Selector(tags=[of_code(self.code)])]

    @event(Issued)
    def _issued(self) -> None:
        self.is_taken = True

    def execute(self) -> None:
        """Decide. Raise `CodeTakenError` if the code was issued before."""
        if self.is_taken:
            raise CodeTakenError(self.code)
        self.trigger_event(Issued, tags=[of_code(self.code)], code=self.code, cap=self.cap)
