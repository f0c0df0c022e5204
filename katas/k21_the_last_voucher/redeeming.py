"""The decision to redeem a voucher."""

from eventsourcing.dcb.domain import Decision, Selector, Slice
from eventsourcing.domain import event

from .errors import OneEachError, UnknownCodeError, UsedUpError
from .events import Issued, Redeemed, of_code, of_customer


class Redeeming(Slice[Decision]):
    """Decides whether a customer may redeem a code: one rule is about each of the two."""

    def __init__(self, code: str, customer: str) -> None:
        self.code = code
        self.customer = customer
        self.cap: int | None = None
        self.times_redeemed = 0
        self.has_redeemed = False

    def consistency_boundary(self) -> list[Selector]:
        """Return which events the decision depends on."""
        raise NotImplementedError("TODO 1: select the events on which the decision depends")

    @event(Issued)
    def _issued(self, cap: int) -> None:
        raise NotImplementedError("TODO 2: note how many may redeem the code")

    @event(Redeemed)
    def _redeemed(self, code: str, customer: str) -> None:
        raise NotImplementedError("TODO 2: note what it means for the code, and for the customer")

    def execute(self) -> None:
        """Decide. Raise `UnknownCodeError`, `OneEachError` or `UsedUpError` if it is a no."""
        raise NotImplementedError("TODO 3: refuse, or record the event Redeemed with its tags")
