"""An order: what was promised to whom, at which price, and what may not be promised."""

from eventsourcing.domain import Aggregate, event

from .errors import EmptyOrderError, OrderClosedError, TooFewBagsError, TooManyBagsError
from .grind import Grind
from .line import Line
from .money import NOTHING, Money
from .prices import PriceList

MAX_BAGS = 20
"""Bags (250 g each) that one order may hold."""


class Order(Aggregate):
    """A customer's order: the public commands decide, the private events record.

    A command that is refused raises an `OrderRefusedError`, and then nothing has changed.
    """

    class Started(Aggregate.Created):
        """An order was started for a customer."""

        customer: str

    class LineAdded(Aggregate.Event):
        """Bags (250 g each) of a coffee were added, at a price a bag."""

        coffee: str
        bags: int
        grind: Grind
        price: Money

    class Placed(Aggregate.Event):
        """The order was placed: from now on it is a promise."""

    class Cancelled(Aggregate.Event):
        """The order was cancelled, placed or not."""

        reason: str

    @event(Started)
    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.lines: tuple[Line, ...] = ()
        self.is_placed = False
        self.cancellation_reason: str | None = None

    @property
    def total(self) -> Money:
        """What the order comes to, at the prices that were promised."""
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(
        self, coffee: str, bags: int, prices: PriceList, grind: Grind = Grind.WHOLE_BEANS
    ) -> None:
        """Add `bags` (250 g each) of `coffee` at today's price.

        Raises `OrderClosedError`, `TooFewBagsError` for less than one bag, `TooManyBagsError` if
        the order would exceed `MAX_BAGS`, and `UnknownCoffeeError`.
        """
        self._refuse_if_closed()
        if bags < 1:
            raise TooFewBagsError(f"{bags} bags cannot be added")
        held = sum(line.bags for line in self.lines)
        if held + bags > MAX_BAGS:
            raise TooManyBagsError(f"{held} and {bags} bags are more than {MAX_BAGS}")
        self._add_line(coffee, bags, grind, prices.price_of(coffee))

    @event(LineAdded)
    def _add_line(self, coffee: str, bags: int, grind: Grind, price: Money) -> None:
        self.lines = (*self.lines, Line(coffee, bags, price, grind))

    def place(self) -> None:
        """Place the order: from now on it is a promise.

        Raises `OrderClosedError`, and `EmptyOrderError` if there is nothing to promise.
        """
        self._refuse_if_closed()
        if not self.lines:
            raise EmptyOrderError("the order has no lines")
        self._place()

    @event(Placed)
    def _place(self) -> None:
        self.is_placed = True

    def cancel(self, reason: str) -> None:
        """Cancel the order, for a reason that will be asked for.

        Raises `OrderClosedError` if it is cancelled already. A placed order may be cancelled.
        """
        self._refuse_if_cancelled()
        self._cancel(reason)

    @event(Cancelled)
    def _cancel(self, reason: str) -> None:
        self.cancellation_reason = reason

    def _refuse_if_closed(self) -> None:
        self._refuse_if_cancelled()
        if self.is_placed:
            raise OrderClosedError("the order is placed")

    def _refuse_if_cancelled(self) -> None:
        if self.cancellation_reason is not None:
            raise OrderClosedError("the order is cancelled")
