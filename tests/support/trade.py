"""The company: how an order is taken, and what each department does with it. No steps."""

import traceback
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

from .morning import Morning, Turns
from .source_line import PlacedError, learners_line
from .telephones import INSIST, Call, departments, told


@dataclass(frozen=True)
class Answer:
    """The answer to a customer: how long it took, and why it was refused."""

    seconds: float
    refusal: Exception | None
    calls: list[Call]
    """The calls that Sales has made for it."""

    @property
    def called(self) -> list[str]:
        """The departments that Sales has called for it."""
        return departments(self.calls)

    @property
    def reason(self) -> str | None:
        """Why it was refused, as the customer hears it."""
        error = self.refusal
        return None if error is None else str(error) or type(error).__name__


class Trade(ABC):
    """The company. Each application is opened again for each command and question."""

    refusals: tuple[type[Exception], ...] = ()
    """The errors with which Sales refuses an order."""
    instead = ""
    """What Sales should do with a call that fails, for a message."""
    points_are = ""
    """What earns a point, for a message."""

    def __init__(self, desks: Desks, clock: Clock) -> None:
        self.desks = desks
        self.outcomes: dict[str, Answer] = {}
        """By customer."""
        self.order_ids: dict[str, UUID] = {}
        """The last order of each customer, answered or not."""
        self._clock = clock

    @abstractmethod
    def open_sales(self) -> Any:
        """Open Sales' application."""

    @abstractmethod
    def settle(self) -> None:
        """Let all departments come back, and finish their work."""

    @abstractmethod
    def reserved(self) -> Mapping[str, int]:
        """Return how many bags of each coffee are reserved."""

    @abstractmethod
    def invoices(self, customer: str) -> list[Money]:
        """Return a customer's invoices."""

    @abstractmethod
    def points(self, customer: str) -> int:
        """Return a customer's points."""

    def mistake(self, department: str, message: str) -> AssertionError:  # noqa: ARG002 - for those who read
        """Return the error that a department has not done what it should."""
        return AssertionError(message)

    @abstractmethod
    def work_off(self, morning: Morning, turns: Mapping[str, Turns]) -> None:
        """Note how far the departments are when the last customer leaves, and let them finish."""

    def let(self, department: str, condition: str) -> None:
        """Put a department into a condition, from now on."""
        self.desks.let(department, condition)

    def loyalty_joins(self) -> None:
        """Let Loyalty join the company."""
        self.desks.loyalty_joins()

    def order(self, customer: str, *lines: tuple[int, str]) -> None:
        """Let a customer order bags of coffees, line by line, and note the answer."""
        sales = self.open_sales()
        try:
            self.answer(sales, customer, self.write_down(sales, customer, *lines))
        finally:
            close(sales)

    def write_down(self, sales: Any, customer: str, *lines: tuple[int, str]) -> UUID:
        """Let Sales start an order of bags of coffees, line by line, and return its id."""
        order_id: UUID = sales.start_order(customer)
        for bags, coffee in lines:
            sales.add_line(order_id, coffee, bags)
        self.order_ids[customer] = order_id
        return order_id

    def answer(self, sales: Any, customer: str, order_id: UUID) -> None:
        """Let Sales place an order, and note the answer to the customer."""
        self.desks.hang_up()
        begin = self._clock.now
        refusal = self.place(sales, order_id)
        seconds = (self._clock.now - begin).total_seconds()
        self.outcomes[customer] = Answer(seconds, refusal, [*self.desks.calls])

    def place(self, sales: Any, order_id: UUID) -> Exception | None:
        """Let Sales place an order, and return the error with which it is refused, if it is."""
        try:
            sales.place(order_id)
        except self.refusals as error:
            return error
        except CallError as error:
            raise self._let_through(error) from None
        return None

    def about_call(self, asked: str, error: CallError) -> str:
        """Return what is wrong if Sales lets a call's error through."""
        return (
            f"{self.instead}, but `place` lets a {type(error).__name__} of “{asked}” through: "
            f"“{error}”. Catch it."
        )

    def _let_through(self, error: CallError) -> AssertionError:
        """Return the error that Sales has let a call's error through, which leads to the line."""
        asked = self.desks.calls[-1].request if self.desks.calls else "place"
        message = self.about_call(asked, error)
        inner_first = reversed(list(traceback.walk_tb(error.__traceback__)))
        place = learners_line(inner_first, passed_over=INSIST)
        return PlacedError(message, *place) if place else AssertionError(message)

    def calls_for(self, customer: str) -> str:
        """Return Sales' calls for a customer as a sentence for a message, if there were any."""
        calls = self.outcomes[customer].calls if customer in self.outcomes else []
        return f" The calls for {customer}, in seconds: {told(calls)}." if calls else ""

    def read(self, customer: str) -> Any:
        """Return a customer's last order as Sales has it."""
        sales = self.open_sales()
        try:
            return sales.order(self.order_ids[customer])
        finally:
            close(sales)

    def verdict(self, customer: str) -> str:
        """Return the state of a customer's order, and check that it agrees with the answer."""
        order, refusal = self.read(customer), self.outcomes[customer].reason
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
