"""The decision to redeem a voucher."""

from eventsourcing.dcb.domain import Decision, Selector, Slice
from eventsourcing.domain import event

from .errors import OneEachError, UnknownCodeError, UsedUpError
from .events import Issued, Redeemed, of_code, of_customer


class Redeeming(Slice[Decision]):
    """Decides whether a customer may redeem a code.

    One rule is about the code, the other about the customer. No aggregate has both within its
    boundary, so the decision draws its own (Pellegrini, Killing the Aggregate, 2023).
    """

    def __init__(self, code: str, customer: str) -> None:
        self.code = code
        self.customer = customer
        self.cap: int | None = None
        self.times_redeemed = 0
        self.has_redeemed = False

    def consistency_boundary(self) -> list[Selector]:
        """Return which events the decision depends on: those about the code or the customer."""
        return [
            Selector(tags=[of_code(self.code)]),
            Selector(tags=[of_customer(self.customer)]),
        ]

    @event(Issued)
    def _issued(self, cap: int) -> None:
        self.cap = cap

    @event(Redeemed)
    def _redeemed(self, code: str, customer: str) -> None:
        if code == self.code:
            self.times_redeemed += 1
        if customer == self.customer:
            self.has_redeemed = True

    def execute(self) -> None:
        """Decide. Raise `UnknownCodeError`, `OneEachError` or `UsedUpError` if it is a no."""
        if self.cap is None:
            raise UnknownCodeError(self.code)
        if self.has_redeemed:
            raise OneEachError(self.customer)
        if self.times_redeemed >= self.cap:
            raise UsedUpError(self.code)
        self.trigger_event(
            Redeemed,
            tags=[of_code(self.code), of_customer(self.customer)],
            code=self.code,
            customer=self.customer,
        )
