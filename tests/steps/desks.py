"""The departments' desks and telephones. Steps decide which calls fail."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_bdd import given

from katas.given.billing.desk import BillingDesk
from katas.given.loyalty.desk import LoyaltyDesk
from katas.given.telephone import Telephone
from katas.given.warehouse.desk import WarehouseDesk
from tests.support.hooks import reported_call
from tests.support.vocabulary import rows

from .clock import Clock

MOST_CALLS = 100
"""Calls after which a caller counts as endless."""

NEVER = datetime.max.replace(tzinfo=UTC)


class CountingTelephone(Telephone):
    """A telephone that counts its calls, and reports them: it is Sales that calls."""

    def __init__(self, department: str, desk: object, clock: Clock, hook: Any) -> None:
        super().__init__(department, desk, clock)
        self.department = department
        self._hook = hook
        self.requests: list[str] = []
        """The requests since the last order began."""
        self.pauses: dict[str, list[timedelta]] = {}
        """By request, how long it was before each call that repeats the one before it."""
        self.then_away = timedelta()
        """How long nobody answers after the next call."""
        self._ended_at: datetime | None = None

    def call(self, request: str, *args: Any, deadline: datetime | None = None) -> Any:
        """Count the call, and pass it on."""
        if self._ended_at and self.requests[-1:] == [request]:
            self.pauses.setdefault(request, []).append(self._clock.now - self._ended_at)
        self.requests.append(request)
        assert len(self.requests) <= MOST_CALLS, (
            f"{self.department} has been called {MOST_CALLS} times for one order. Does it end? "
            "When the deadline has passed, calling again is useless."
        )
        names, asked = ("Sales", self.department, request), getattr(self._desk, request, None)
        try:
            with reported_call(self._hook, names, asked or super().call, *args):
                return super().call(request, *args, deadline=deadline)
        finally:
            self._ended_at = self._clock.now
            if self.then_away:
                self.back_at = self._clock.now + self.then_away
                self.then_away = timedelta()


@dataclass
class Desks:
    """The departments that can be called. Loyalty is among them only after it has joined."""

    stock: dict[str, int]
    clock: Clock
    hook: Any
    """To whom calls are reported: see `tests/support/hooks.py`."""
    telephones: dict[str, CountingTelephone] = field(default_factory=dict)
    """By the department's name."""

    def __post_init__(self) -> None:
        self.warehouse = WarehouseDesk(self.stock)
        self.billing = BillingDesk()
        self.loyalty = LoyaltyDesk()
        self._install("Billing", self.billing)  # first, so that others come after a failing one
        self._install("Warehouse", self.warehouse)

    def loyalty_joins(self) -> None:
        """Give Loyalty a telephone."""
        self._install("Loyalty", self.loyalty)

    def let(self, department: str, condition: str) -> None:
        """Put a department into a condition, from now on."""
        telephone = self.telephones[department]
        telephone.back_at = self.clock.now
        telephone.takes = timedelta(seconds=1)
        telephone.lost_answers = 0
        telephone.then_away = timedelta()
        match condition:
            case "is down":
                telephone.back_at = NEVER
            case "is slow":
                telephone.takes = timedelta(seconds=30)
            case "is slow, then away":
                telephone.takes = timedelta(seconds=30)
                telephone.then_away = timedelta(seconds=4)
            case "loses power" | "has a full disk":
                telephone.back_at = self.clock.now + timedelta(seconds=2)
            case "hears it twice":
                telephone.lost_answers = 1
            case _:
                assert condition == "is at work"

    def finish(self) -> None:
        """Let all departments finish what they were asked."""
        for telephone in self.telephones.values():
            telephone.finish()

    def hang_up(self) -> None:
        """Forget which departments were called."""
        for telephone in self.telephones.values():
            telephone.requests.clear()
            telephone.pauses = {}

    def called(self) -> list[str]:
        """Return the departments that were called since then."""
        return [name for name, telephone in self.telephones.items() if telephone.requests]

    def pauses(self) -> dict[str, list[timedelta]]:
        """Return the pauses before repeated calls since then, by request."""
        return self.telephones["Billing"].pauses

    def _install(self, department: str, desk: object) -> None:
        self.telephones[department] = CountingTelephone(department, desk, self.clock, self.hook)


@pytest.fixture
def stock() -> dict[str, int]:
    return {}


@pytest.fixture
def desks(stock: dict[str, int], clock: Clock, pytestconfig: pytest.Config) -> Desks:
    return Desks(stock, clock, pytestconfig.hook)


@given("the Warehouse has in stock")
def the_warehouse_has_in_stock(stock: dict[str, int], datatable: list[list[str]]) -> None:
    stock.update({row["coffee"]: int(row["bags"]) for row in rows(datatable)})
