"""Steps about one order, held in memory.

The kata's test module provides the fixture `order_class`: the learner's class.
"""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from katas._runner.child.value_text import value_text
from katas.given.sales.errors import OrderRefusedError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from tests.support.history import assert_history_reads, sentence
from tests.support.source_line import placed
from tests.support.vocabulary import money, rows, words


class Desk:
    """The order that the steps are about, and its recorded events."""

    def __init__(self, order_class: Callable[..., Any], prices: PriceList) -> None:
        self._order_class = order_class
        self._prices = prices
        self.order: Any = None
        self.history: list[Any] = []
        self.recorded_before = 0
        """How many events there were before the last attempt."""
        self.refusal: OrderRefusedError | None = None

    def start(self, customer: str) -> None:
        """Start an order for a customer: the steps are about this one now."""
        self.order = self._order_class(customer)

    def add_line(self, coffee: str, bags: int) -> None:
        """Add a line at today's price."""
        self.order.add_line(coffee, bags, self._prices)

    def read_history(self) -> list[Any]:
        """Return everything recorded so far, the oldest first."""
        self.history += self.order.collect_events()
        return self.history

    def carry_out(self, command: Callable[..., None], *args: Any) -> None:
        """Run a command that breaks no rule."""
        try:
            command(*args)
        except OrderRefusedError as refusal:
            raise AssertionError(
                f"No rule forbids this, but it is refused with {named(refusal)}."
            ) from refusal

    def attempt(self, command: Callable[..., None], *args: Any) -> dict[str, Any]:
        """Run a command, keep its refusal, and return the public state from before."""
        before = public_state(self.order)
        self.recorded_before = len(self.read_history())
        self.refusal = None
        try:
            command(*args)
        except OrderRefusedError as refusal:
            self.refusal = refusal
        return before


@pytest.fixture
def desk(order_class: Callable[..., Any], prices: PriceList) -> Desk:
    return Desk(order_class, prices)


@given(parsers.parse("{customer} has started an order"))
@when(parsers.parse("{customer} starts an order"))
def a_customer_starts_an_order(desk: Desk, customer: str) -> None:
    desk.start(customer)


@given(words("{customer} has started an order, and added {count:Bags} of {coffee} twice"))
def a_customer_has_added_bags_twice(desk: Desk, customer: str, count: int, coffee: str) -> None:
    desk.start(customer)
    desk.carry_out(desk.add_line, coffee, count)
    desk.carry_out(desk.add_line, coffee, count)


@given(words("{count:Bags} of {coffee} has been added"))
@given(words("{count:Bags} of {coffee} have been added"))
@when(words("{count:Bags} of {coffee} is added"))
@when(words("{count:Bags} of {coffee} are added"))
def bags_of_a_coffee_are_added(desk: Desk, count: int, coffee: str) -> None:
    desk.carry_out(desk.add_line, coffee, count)


@given("the order has been placed")
@when("the order is placed")
def the_order_is_placed(desk: Desk) -> None:
    desk.carry_out(desk.order.place)


@given(words("{customer} has placed an order for {count:Bags} of {coffee}"))
def a_customer_has_placed_an_order(desk: Desk, customer: str, count: int, coffee: str) -> None:
    desk.start(customer)
    desk.carry_out(desk.add_line, coffee, count)
    desk.carry_out(desk.order.place)


@given(words('{customer} has cancelled an order for {count:Bags} of {coffee} because "{reason}"'))
def a_customer_has_cancelled_an_order(
    desk: Desk, customer: str, count: int, coffee: str, reason: str
) -> None:
    desk.start(customer)
    desk.carry_out(desk.add_line, coffee, count)
    desk.carry_out(desk.order.cancel, reason)


@given(parsers.parse('the order has been cancelled because "{reason}"'))
@when(parsers.parse('the order is cancelled because "{reason}"'))
def the_order_gets_cancelled(desk: Desk, reason: str) -> None:
    desk.carry_out(desk.order.cancel, reason)


@when("the order is rebuilt from its history", target_fixture="before")
def the_order_is_rebuilt_from_its_history(desk: Desk) -> dict[str, Any]:
    before = public_state(desk.order)
    desk.recorded_before = len(desk.read_history())
    desk.order = rebuilt_from(desk.history)
    return before


@when("the Warehouse asks how the order was before it was cancelled")
def the_warehouse_asks_how_the_order_was(desk: Desk) -> None:
    desk.order = rebuilt_from(desk.read_history()[:-1])


@then(parsers.parse("the order is for {customer}"))
def the_order_is_for(desk: Desk, customer: str) -> None:
    found = ask(desk.order, "customer")
    assert found == customer, f"The order should be for {customer}, but it is for {found}."


@then("it is empty, and neither placed nor cancelled")
def it_is_empty_and_neither_placed_nor_cancelled(desk: Desk) -> None:
    lines = lines_of(desk.order)
    assert not lines, f"A new order should list nothing, but it lists {_told(lines)}."
    for name, value in {"is_placed": False, "cancellation_reason": None}.items():
        found = ask(desk.order, name)
        assert found == value, f"A new order's {name} should be {value}, but it is {found}."


@then("the order lists")
def the_order_lists(desk: Desk, datatable: list[list[str]]) -> None:
    expected = [(row["coffee"], int(row["bags"]), money(row["price"])) for row in rows(datatable)]
    found = lines_of(desk.order)
    assert found == expected, (
        f"The order should list {_told(expected)}, but it lists {_told(found)}."
    )


@given(words("{customer} has heard that it comes to {total:Money}"))
@then(words("the order comes to {total:Money}"))
def the_order_comes_to(desk: Desk, total: Money) -> None:
    found = ask(desk.order, "total")
    assert found == total, f"The order should come to {total}, but it comes to {found}."


@then("the order is a promise")
def the_order_is_a_promise(desk: Desk) -> None:
    assert ask(desk.order, "is_placed"), "The order should be placed, but is_placed is not true."


@then("the order is not placed")
def the_order_is_not_placed(desk: Desk) -> None:
    assert not ask(desk.order, "is_placed"), (
        "The order should not be placed, but is_placed is true."
    )


@then(parsers.parse('the order is cancelled because "{reason}"'))
def the_order_is_cancelled_because(desk: Desk, reason: str) -> None:
    found = ask(desk.order, "cancellation_reason")
    told = "there is none" if found is None else f"it is “{found}”"
    assert found == reason, f"The reason should be “{reason}”, but {told}."


@then("the history reads")
def the_history_reads(desk: Desk, datatable: list[list[str]]) -> None:
    assert_history_reads(desk.read_history(), [row[0] for row in datatable])


@then("the order is the same as before")
def the_order_is_the_same_as_before(desk: Desk, before: dict[str, Any]) -> None:
    for what, now in public_state(desk.order).items():
        assert now == before[what], (
            f"The order's {what}: it was {before[what]}, but now it is {now}."
        )
    added = [sentence(event) for event in desk.read_history()[desk.recorded_before :]]
    assert not added, f"Nothing should be recorded by this, but there is “{added[0]}”."


def rebuilt_from(events: list[Any]) -> Any:
    """Return the order that these events make."""
    order = None
    for event in events:
        order = event.mutate(order)
    return order


def ask(order: Any, name: str) -> Any:
    """Return an attribute that the brief promises."""
    value = getattr(order, name)
    if callable(value):
        raise placed(
            f"`{name}` is a method, but should be read like an attribute. Put `@property` above "
            "it.",
            value,
        )
    return value


def lines_of(order: Any) -> list[tuple[Any, Any, Any]]:
    """Return the coffee, the bags and the price of each line, as the brief promises them."""
    lines = ask(order, "lines")
    assert isinstance(lines, tuple | list), (
        f"`lines` should be a tuple or a list, but it is a {type(lines).__name__}."
    )
    for line in lines:
        lacking = [name for name in ("coffee", "bags", "price") if not hasattr(line, name)]
        assert not lacking, (
            f"Each of the `lines` should be a Line, but there is the {type(line).__name__} "
            f"{value_text(line)}, which has no `{lacking[0]}`."
        )
    return [(line.coffee, line.bags, line.price) for line in lines]


def public_state(order: Any) -> dict[str, Any]:
    """Return the attributes that the brief promises; long values as text."""
    return {
        "customer": ask(order, "customer"),
        "lines": _told(lines_of(order)),
        "total": str(ask(order, "total")),
        "is_placed": ask(order, "is_placed"),
        "cancellation_reason": ask(order, "cancellation_reason"),
    }


def named(refusal: OrderRefusedError) -> str:
    """Return a refusal's name and message."""
    name = type(refusal).__name__
    return f"{name} (“{refusal}”)" if str(refusal) else name


def _told(lines: list[tuple[Any, Any, Any]]) -> str:
    told = [f"{bags} × {coffee} at {value_text(price)}" for coffee, bags, price in lines]
    return " and ".join(told) or "nothing"
