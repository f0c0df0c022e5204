from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, scenarios, then, when

from katas.given.sales.errors import UnknownOrderError
from katas.k03_tomorrows_clerk.sales import Sales
from tests.steps.order import Desk
from tests.steps.sales import GRINDS, Shop
from tests.stores import Store
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("store")

scenarios("k03_tomorrows_clerk.feature")


@pytest.fixture
def sales_class() -> Any:
    return Sales


class Search:
    """A search for an order, and what came of it."""

    def __init__(self, ask: Callable[[UUID], Any], order_id: UUID) -> None:
        self.order_id = order_id
        self.error: UnknownOrderError | None = None
        try:
            ask(order_id)
        except UnknownOrderError as error:
            self.error = error


@given("the branch in Porto has opened its book", target_fixture="porto")
def the_branch_in_porto_has_opened_its_book(shop: Shop, new_store: Callable[[], Store]) -> Any:
    return shop.open_book(new_store())


@when("Jun asks for an order that nobody has started", target_fixture="search")
def jun_asks_for_an_order_that_nobody_has_started(shop: Shop) -> Search:
    return Search(shop.sales("Jun").order, uuid4())


@when("Jun places an order that nobody has started", target_fixture="search")
def jun_places_an_order_that_nobody_has_started(shop: Shop) -> Search:
    return Search(shop.sales("Jun").place, uuid4())


@when("Jun asks Porto for Mina's order", target_fixture="search")
def jun_asks_porto_for_an_order(shop: Shop, porto: Any) -> Search:
    return Search(porto.order, shop.orders["Mina"])


@then("Jun is told that there is no such order")
def jun_is_told_that_there_is_no_such_order(search: Search) -> None:
    assert search.error, "There is no such order, but no UnknownOrderError was raised."


@then("he is told the number that he has asked for")
def he_is_told_the_number_that_he_has_asked_for(search: Search) -> None:
    assert str(search.order_id) in str(search.error), (
        f"The error should name the order {search.order_id}, but it says “{search.error}”."
    )


@then("its coffees are ground for")
def its_coffees_are_ground_for(desk: Desk, datatable: list[list[str]]) -> None:
    found = {line.coffee: line.grind for line in desk.order.lines}
    for row in rows(datatable):
        coffee, wanted = row["coffee"], GRINDS[row["grind"]]
        assert coffee in found, f"The order should have a line of {coffee}, but it has none."
        assert found[coffee] is wanted, (
            f"The grind of {coffee} should be {wanted}, but it is {found[coffee]!r}."
        )
