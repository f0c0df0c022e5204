"""Steps about a Saturday on which customers stand in line.

The kata's test module provides the fixture `trade`.
"""

from datetime import timedelta

import pytest
from pytest_bdd import given, when

from tests.support.morning import Morning, Turns, drawn
from tests.support.queues import install, serve
from tests.support.trade import Trade
from tests.support.vocabulary import rows

from .clock import Clock

CUSTOMERS = 12
SECOND = timedelta(seconds=1)


@pytest.fixture
def durations() -> dict[str, timedelta]:
    """How long each department takes for an order."""
    return {"Sales": SECOND, "Warehouse": SECOND, "Billing": SECOND}


@given("Billing takes 2 seconds for an order, and all others take 1 second")
def billing_takes_2_seconds(durations: dict[str, timedelta]) -> None:
    durations["Billing"] = 2 * SECOND


@when(
    f"{CUSTOMERS} customers stand in line on a Saturday, and so many people are at work",
    target_fixture="saturdays",
)
def customers_stand_in_line(
    trade: Trade, clock: Clock, durations: dict[str, timedelta], datatable: list[list[str]]
) -> list[Morning]:
    saturdays = []
    for number, row in enumerate(rows(datatable), start=1):
        customers = [f"Customer {each} of Saturday {number}" for each in range(1, CUSTOMERS + 1)]
        staff = {name: int(people) for name, people in row.items()}
        saturday = Morning(staff, customers, clock.now, sum(trade.reserved().values()))
        at_work = {"Warehouse": 1, "Billing": staff.get("at Billing", 1)}
        turns = {name: Turns(people, durations[name]) for name, people in at_work.items()}
        install(trade.desks, turns)
        serve(trade, clock, saturday, durations["Sales"])
        trade.work_off(saturday, turns)
        saturdays.append(saturday)
    print(drawn(saturdays))  # noqa: T201 - to be seen
    return saturdays
