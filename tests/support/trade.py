"""The company at work: how an order is taken, and what each department makes of it. No steps."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from katas.given.sales.money import Money
from katas.given.telephone import CallError
from tests.steps.clock import Clock
from tests.steps.desks import Desks
from tests.steps.order import ask
from tests.stores import close


@dataclass(frozen=True)
class Answer:
    """What a customer has been told: her order's id, how long it took, why she got a no."""

    order_id: UUID
    seconds: float
    refusal: str | None
    called: list[str]
    """Whom Sales has telephoned meanwhile."""


class Trade(ABC):
    """The company at work. Whoever is told or asked something has come to work a moment ago."""

    refusals: tuple[type[Exception], ...] = ()
    """How Sales refuses an order here."""
    instead = ""
    """What Sales should do with a call that fails, as a message says it."""

    def __init__(self, desks: Desks, clock: Clock) -> None:
        self.desks = desks
        self.outcomes: dict[str, Answer] = {}
        """By customer."""
        self._clock = clock

    @abstractmethod
    def open_sales(self) -> Any:
        """Open Sales' application."""

    @abstractmethod
    def settle(self) -> None:
        """Let everyone come back, and do what there is to do."""

    @abstractmethod
    def reserved(self) -> Mapping[str, int]:
        """How many bags of each coffee are reserved."""

    @abstractmethod
    def invoices(self, customer: str) -> list[Money]:
        """A customer's invoices."""

    @abstractmethod
    def points(self, customer: str) -> int:
        """A customer's points."""

    def let(self, department: str, condition: str) -> None:
        """Let a department be in a condition, from now on."""
        self.desks.let(department, condition)

    def loyalty_joins(self) -> None:
        """Let Loyalty come to work, for the first time."""
        self.desks.loyalty_joins()

    def order(self, customer: str, *lines: tuple[int, str]) -> None:
        """Let a customer order bags of coffees, line by line, and note what she is told."""
        self.desks.hang_up()
        sales = self.open_sales()
        order_id, begin, refusal = sales.start_order(customer), self._clock.now, None
        for bags, coffee in lines:
            sales.add_line(order_id, coffee, bags)
        try:
            sales.place(order_id)
        except self.refusals as error:
            refusal = str(error) or type(error).__name__
        except CallError as error:
            raise AssertionError(
                f"{self.instead}, but place lets a {type(error).__name__} through (“{error}”)."
            ) from error
        finally:
            close(sales)
        seconds = (self._clock.now - begin).total_seconds()
        self.outcomes[customer] = Answer(order_id, seconds, refusal, self.desks.called())

    def read(self, customer: str) -> Any:
        """Read a customer's order in Sales' book."""
        sales = self.open_sales()
        try:
            return sales.order(self.outcomes[customer].order_id)
        finally:
            close(sales)

    def verdict(self, customer: str) -> str:
        """Return what Sales' book says of a customer's order: it agrees with what she was told."""
        order, refusal = self.read(customer), self.outcomes[customer].refusal
        is_placed, reason = ask(order, "is_placed"), ask(order, "cancellation_reason")
        if refusal is None:
            assert is_placed, (
                f"{customer} was told that the order is accepted, so it should be placed. "
                "But in Sales' store it is not."
            )
            assert reason is None, (
                f"{customer} was told that the order is accepted, but in Sales' store it is "
                f"cancelled, because “{reason}”."
            )
            return "accepted"
        assert not is_placed, (
            f"{customer} was told that the order is refused (“{refusal}”). It should never have "
            "been placed, but in Sales' store it is: others would have read that."
        )
        found = "still open" if reason is None else "cancelled without a reason"
        assert reason, (
            f"{customer} was told that the order is refused (“{refusal}”). It should be cancelled "
            f"in Sales' store, with the reason, but it is {found}."
        )
        return "refused"
