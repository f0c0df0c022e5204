"""Steps about commands that break a rule of the order, and are refused."""

from typing import Any

from pytest_bdd import given, parsers, then, when

from katas.given.sales.errors import (
    EmptyOrderError,
    OrderClosedError,
    OrderRefusedError,
    TooFewBagsError,
    TooManyBagsError,
    UnknownCoffeeError,
)
from tests.support.vocabulary import words

from .order import Desk, named

REFUSALS: dict[str, type[OrderRefusedError]] = {
    "the order is empty": EmptyOrderError,
    "the order is closed": OrderClosedError,
    "at least one bag is added": TooFewBagsError,
    "an order holds at most 20 bags": TooManyBagsError,
    "the coffee has no price": UnknownCoffeeError,
}


@when(words("{customer} tries to add {count:Bags} of {coffee}"), target_fixture="before")
def a_customer_tries_to_add_bags(desk: Desk, count: int, coffee: str) -> dict[str, Any]:
    return desk.attempt(desk.add_line, coffee, count)


@given(words("{count:Bags} of {coffee} has been refused"))
@given(words("{count:Bags} of {coffee} have been refused"))
def bags_of_a_coffee_have_been_refused(desk: Desk, count: int, coffee: str) -> None:
    desk.attempt(desk.add_line, coffee, count)
    assert_refused(desk, OrderRefusedError)


@when(parsers.parse("{customer} tries to place the order"), target_fixture="before")
def a_customer_tries_to_place_the_order(desk: Desk) -> dict[str, Any]:
    return desk.attempt(desk.order.place)


@given("placing the order has been refused")
def placing_the_order_has_been_refused(desk: Desk) -> None:
    desk.attempt(desk.order.place)
    assert_refused(desk, OrderRefusedError)


@when(
    parsers.parse('{customer} tries to cancel the order because "{reason}"'),
    target_fixture="before",
)
def a_customer_tries_to_cancel_the_order(desk: Desk, reason: str) -> dict[str, Any]:
    return desk.attempt(desk.order.cancel, reason)


@then(parsers.parse("it is refused because {rule}"))
def it_is_refused_because(desk: Desk, rule: str) -> None:
    assert_refused(desk, REFUSALS[rule])


def assert_refused(desk: Desk, error: type[OrderRefusedError]) -> None:
    """Assert that the last command was refused with this error."""
    wanted = "an OrderRefusedError" if error is OrderRefusedError else error.__name__
    assert desk.refusal is not None, f"This was not refused. It should be, with {wanted}."
    assert isinstance(desk.refusal, error), (
        f"This should be refused with {wanted}, but it is refused with {named(desk.refusal)}."
    )
