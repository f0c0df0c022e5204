"""Steps about one order, held in memory.

The kata's test module provides the fixture `Order`: the learner's class.
"""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList

from .history import assert_history_reads
from .vocabulary import money, rows, words


class Desk:
    """Where the order under discussion lies, with what has been recorded of it."""

    def __init__(self) -> None:
        self.order: Any = None
        self.history: list[Any] = []

    def read_history(self) -> list[Any]:
        """Everything recorded up to now, oldest first."""
        self.history += self.order.collect_events()
        return self.history


@pytest.fixture
def desk() -> Desk:
    return Desk()


@given(parsers.parse("{customer} has started an order"))
@when(parsers.parse("{customer} starts an order"))
def a_customer_starts_an_order(desk: Desk, order_class: Callable[..., Any], customer: str) -> None:
    desk.order = order_class(customer)


@given(words("{count:Bags} of {coffee} has been added"))
@given(words("{count:Bags} of {coffee} have been added"))
@when(words("{count:Bags} of {coffee} is added"))
@when(words("{count:Bags} of {coffee} are added"))
def bags_of_a_coffee_are_added(desk: Desk, prices: PriceList, count: int, coffee: str) -> None:
    desk.order.add_line(coffee, count, prices)


@given("the order has been placed")
@when("the order is placed")
def the_order_is_placed(desk: Desk) -> None:
    desk.order.place()


@when(parsers.parse('the order is cancelled because "{reason}"'))
def the_order_gets_cancelled(desk: Desk, reason: str) -> None:
    desk.order.cancel(reason)


@when("the order is rebuilt from its history", target_fixture="before")
def the_order_is_rebuilt_from_its_history(desk: Desk) -> dict[str, Any]:
    before = public_state(desk.order)
    rebuilt = None
    for event in desk.read_history():
        rebuilt = event.mutate(rebuilt)
    desk.order = rebuilt
    return before


@then(parsers.parse("the order is for {customer}"))
def the_order_is_for(desk: Desk, customer: str) -> None:
    found = desk.order.customer
    assert found == customer, f"The order should be for {customer}, but it is for {found}."


@then("the order lists")
def the_order_lists(desk: Desk, datatable: list[list[str]]) -> None:
    expected = [(row["coffee"], int(row["bags"]), money(row["price"])) for row in rows(datatable)]
    found = [(line.coffee, line.bags, line.price) for line in desk.order.lines]
    assert found == expected, (
        f"The order should list {_told(expected)}, but it lists {_told(found)}."
    )


@then(words("the order comes to {total:Money}"))
def the_order_comes_to(desk: Desk, total: Money) -> None:
    found = desk.order.total
    assert found == total, f"The order should come to {total}, but it comes to {found}."


@then("the order is a promise")
def the_order_is_a_promise(desk: Desk) -> None:
    assert desk.order.is_placed, "The order should be placed, but its is_placed is not true."


@then(parsers.parse('the order is cancelled because "{reason}"'))
def the_order_is_cancelled_because(desk: Desk, reason: str) -> None:
    found = desk.order.cancellation_reason
    assert found == reason, f"The reason should be “{reason}”, but it is “{found}”."


@then("the history reads")
def the_history_reads(desk: Desk, datatable: list[list[str]]) -> None:
    assert_history_reads(desk.read_history(), [row[0] for row in datatable])


@then("the order is the same as before")
def the_order_is_the_same_as_before(desk: Desk, before: dict[str, Any]) -> None:
    for what, after in public_state(desk.order).items():
        assert after == before[what], f"Its {what} was {before[what]}, but now it is {after}."


def public_state(order: Any) -> dict[str, Any]:
    """What the brief promises that anyone may ask an order."""
    return {
        "customer": order.customer,
        "lines": list(order.lines),
        "total": order.total,
        "is_placed": order.is_placed,
        "cancellation_reason": order.cancellation_reason,
    }


def _told(lines: list[tuple[str, int, Money]]) -> str:
    told = [f"{bags} × {coffee} at {price}" for coffee, bags, price in lines]
    return " and ".join(told) or "nothing"
