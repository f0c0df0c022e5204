"""The departments' desks and telephones. Steps decide which calls fail."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_bdd import given

from katas.given.billing.desk import BillingDesk
from katas.given.loyalty.desk import LoyaltyDesk
from katas.given.warehouse.desk import WarehouseDesk
from tests.support.telephones import Call, CountingTelephone, Telephones, departments
from tests.support.vocabulary import rows

from .clock import Clock

AT_WORK = "is at work"
"""The condition of a department with which nothing is wrong."""

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Desks:
    """The departments that can be called. Loyalty is among them only after it has joined."""

    stock: dict[str, int]
    clock: Clock
    hook: Any
    """To whom calls are reported: see `tests/support/hooks.py`."""
    telephones: Telephones = field(default_factory=Telephones)
    """By the department's name."""
    calls: list[Call] = field(default_factory=list)
    """The calls since the last order began."""
    _conditions: dict[str, str] = field(default_factory=dict)

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
        telephone.misses_next = False
        telephone.then_away = timedelta()
        match condition:
            case "is down":
                telephone.back_at = NEVER
            case "is slow":
                telephone.takes = timedelta(seconds=30)
            case "is slow, then away":
                telephone.takes = timedelta(seconds=30)
                telephone.then_away = timedelta(seconds=1)
            case "says yes, then is away":
                telephone.then_away = timedelta(seconds=2.2)
            case "loses power" | "has a full disk":
                telephone.misses_next = True
            case "hears it twice":
                telephone.lost_answers = 1
            case "hears it four times":
                telephone.takes = timedelta(seconds=0.1)
                telephone.lost_answers = 3
            case _:
                assert condition == AT_WORK
        if condition != self._conditions.get(department, AT_WORK):
            is_over = condition == AT_WORK
            what = f"{condition} again" if is_over else condition
            self.hook.pytest_kata_fault(what=what, context=department, file="", is_over=is_over)
        self._conditions[department] = condition

    def finish(self) -> None:
        """Let all departments finish what they were asked."""
        for telephone in self.telephones.values():
            telephone.finish()

    def hang_up(self) -> None:
        """Forget which calls were made."""
        self.calls.clear()

    def called(self) -> list[str]:
        """Return the departments that were called since then."""
        return departments(self.calls)

    def _install(self, department: str, desk: object) -> None:
        self.telephones[department] = CountingTelephone(
            department, desk, self.clock, self.hook, self.calls
        )


@pytest.fixture
def stock() -> dict[str, int]:
    return {}


@pytest.fixture
def desks(stock: dict[str, int], clock: Clock, pytestconfig: pytest.Config) -> Desks:
    return Desks(stock, clock, pytestconfig.hook)


@given("the Warehouse has in stock")
def the_warehouse_has_in_stock(stock: dict[str, int], datatable: list[list[str]]) -> None:
    stock.update({row["coffee"]: int(row["bags"]) for row in rows(datatable)})
