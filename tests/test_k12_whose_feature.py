import re
from collections.abc import Callable, Iterator
from inspect import getsource
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.errors import OrderRefusedError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.k12_whose_feature import sales as sales_module
from katas.k12_whose_feature.sales import Sales, SalesUnreachableError
from katas.k12_whose_feature.subscriptions import Subscriptions
from tests.steps.boxes import Service, day
from tests.steps.office import Office
from tests.steps.switchboard import Switchboard
from tests.stores import Store, close
from tests.support.history import BOOKKEEPING, CARRIED
from tests.support.vocabulary import words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k12_whose_feature.feature")

CALL = "an order of Jun for {bags:Bags} of {coffee}, at {price:Money} as agreed"

Wish = tuple[Any, ...]
"""What Sales is told when it takes an order."""


@pytest.fixture
def sales_class() -> Any:
    return Sales


@pytest.fixture
def subscriptions_class() -> Any:
    return Subscriptions


@pytest.fixture
def unreachable() -> type[Exception]:
    return SalesUnreachableError


@pytest.fixture
def office(prices: PriceList, new_store: Callable[[], Store]) -> Iterator[Office]:
    """Sales at work, with the learner's application: it serves those who come to the desk, too."""
    store = new_store()
    office = Office(prices, store)
    close(office.sales)
    office.sales = Sales(prices, env=store)
    yield office
    close(office.sales)


@pytest.fixture
def company(service: Service) -> Service:
    """Whom the steps about facts ask: Subscriptions is the only team here."""
    return service


@when(parsers.parse("{today} comes, and Sales refuses"), target_fixture="refusal")
def a_day_comes_and_sales_refuses(service: Service, today: str) -> OrderRefusedError | None:
    try:
        service.let_come(day(today))
    except OrderRefusedError as refusal:
        return refusal
    return None


@then("whoever runs Subscriptions hears of it")
def whoever_runs_subscriptions_hears_of_it(refusal: OrderRefusedError | None) -> None:
    assert refusal, (
        "Sales has heard, and refuses this order. `order_due` should let that error out, but it"
        " says nothing."
    )


@then(parsers.parse("Subscriptions has noted that the box of {today} is ordered"))
def the_box_is_noted(service: Service, today: str) -> None:
    fact = service.facts("Subscriptions")[-1]
    carried = {name: value for name, value in vars(fact).items() if name not in BOOKKEEPING}
    assert (type(fact).__name__, carried) == ("Ordered", {"day": day(today)}), (
        f"The last fact of Subscriptions should be Ordered(day={day(today)}), but there is"
        f" {type(fact).__name__}({', '.join(f'{name}={each}' for name, each in carried.items())})."
    )


@given(words("{coffee} has got dearer, and costs {price:Money}"))
def a_coffee_has_got_dearer(prices: PriceList, coffee: str, price: Money) -> None:
    prices.set_price(coffee, price)


@given(words(f"Sales has taken {CALL}"), target_fixture="wish")
@when(words(f"Sales takes {CALL}"), target_fixture="wish")
def sales_takes_an_order(switchboard: Switchboard, bags: int, coffee: str, price: Money) -> Wish:
    wish = (uuid4(), "Jun", coffee, bags, price)
    sales_is_given_the_same_order(switchboard, wish)
    return wish


@when("Sales is given the same order again")
def sales_is_given_the_same_order(switchboard: Switchboard, wish: Wish) -> None:
    with switchboard.call() as sales:
        try:
            sales.take_order(*wish)
        except IntegrityError as error:
            raise AssertionError(
                "Sales has this order already. To take it again should do nothing, but the store"
                " is asked to start it a second time, and refuses that with an IntegrityError."
            ) from error


@then(words("on the price list a bag of {coffee} still costs {price:Money}"))
def a_bag_still_costs(prices: PriceList, coffee: str, price: Money) -> None:
    found = prices.price_of(coffee)
    assert found == price, (
        f"On the price list a bag of {coffee} should still cost {price}, but it costs {found}."
    )


@then("each fact of Sales is of a kind that it had before")
def each_fact_is_of_a_kind_that_it_had_before(switchboard: Switchboard) -> None:
    facts = switchboard.facts()
    assert facts, "Sales should have recorded an order, but there is nothing new."
    for fact in facts:
        name = type(fact).__name__
        assert name in CARRIED, (
            f"Sales should record Started, LineAdded, Placed and Cancelled, as ever, but now there"
            f" is {name}."
        )
        new = set(vars(fact)) - CARRIED[name] - BOOKKEEPING - {"grind"}
        assert not new, (
            f"Sales' {name} should carry what it always has, but now there is {' and '.join(new)}."
        )


@then('Sales\' program says neither "subscription" nor "box"')
def the_program_of_sales_says_neither_word() -> None:
    source = getsource(sales_module)
    for number, line in enumerate(source.splitlines(), start=1):
        found = re.search(r"subscri\w*|(?<![a-z])box(es)?(?![a-z])", line, re.IGNORECASE)
        assert not found, (
            f"Sales should not know of subscriptions and boxes, but line {number} of sales.py says"
            f" “{found[0]}”."
        )
