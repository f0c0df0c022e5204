from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas._runner.child.value_text import value_text
from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.grind import Grind
from katas.k03_tomorrows_clerk.sales import Sales
from tests.steps.order import Desk
from tests.steps.sales import GRINDS, Failure, Search, Shop, Wish, coffees
from tests.stores import Store
from tests.support.faults import refused_reads, refused_write
from tests.support.source_line import placed
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("store")

scenarios("k03_tomorrows_clerk.feature")


@pytest.fixture
def sales_class() -> Any:
    return Sales


FINER = (180, 280)
"""The mill's new setting for espresso."""


@given("the mill has been set finer for espresso")
def the_mill_has_ground_finer(monkeypatch: pytest.MonkeyPatch) -> None:
    members: Any = Grind._value2member_map_
    monkeypatch.delitem(members, Grind.ESPRESSO.value)
    monkeypatch.setitem(members, FINER, Grind.ESPRESSO)
    monkeypatch.setattr(Grind.ESPRESSO, "_value_", FINER)


@given("espresso has moved up to the top of the mill's list")
def espresso_has_moved_up(monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted(Grind._member_names_, key=lambda name: name != Grind.ESPRESSO.name)
    monkeypatch.setattr(Grind, "_member_names_", names)
    monkeypatch.setattr(Grind, "_member_map_", {name: Grind[name] for name in names})


@given("the branch in Porto has opened its book", target_fixture="porto")
def the_branch_in_porto_has_opened_its_book(shop: Shop, new_store: Callable[[], Store]) -> Any:
    return shop.open_book(new_store())


@when("Jun asks for an order that nobody has started", target_fixture="search")
def jun_asks_for_an_order_that_nobody_has_started(shop: Shop) -> Search:
    return Search.of(shop.sales("Jun").order, uuid4())


@when("Jun places an order that nobody has started", target_fixture="search")
def jun_places_an_order_that_nobody_has_started(shop: Shop) -> Search:
    return Search.of(shop.sales("Jun").place, uuid4())


@when(
    coffees("Jun adds {coffee:Coffee} to an order that nobody has started"),
    target_fixture="search",
)
def jun_adds_to_an_order_that_nobody_has_started(shop: Shop, coffee: Wish) -> Search:
    add_line = shop.sales("Jun").add_line
    return Search.of(lambda order_id: add_line(order_id, *coffee), uuid4())


@when("Jun cancels an order that nobody has started", target_fixture="search")
def jun_cancels_an_order_that_nobody_has_started(shop: Shop) -> Search:
    cancel = shop.sales("Jun").cancel
    return Search.of(lambda order_id: cancel(order_id, "a wrong number"), uuid4())


@when(
    parsers.parse("Jun asks for {customer}'s order while the book cannot be read"),
    target_fixture="failure",
)
def jun_asks_while_the_book_cannot_be_read(shop: Shop, customer: str) -> Failure:
    sales = shop.sales("Jun")
    with refused_reads("OperationalError"):
        return Failure.of(sales.order, shop.orders[customer])


@when("Grace tries this while the disk is full", target_fixture="failures")
def grace_tries_this_while_the_disk_is_full(
    shop: Shop, datatable: list[list[str]]
) -> dict[str, Failure]:
    with refused_write("OperationalError", later_too=True):
        return _tried(shop, datatable)


@when("Grace tries this while the book cannot be read", target_fixture="failures")
def grace_tries_this_while_the_book_cannot_be_read(
    shop: Shop, datatable: list[list[str]]
) -> dict[str, Failure]:
    with refused_reads("OperationalError"):
        return _tried(shop, datatable)


def _tried(shop: Shop, datatable: list[list[str]]) -> dict[str, Failure]:
    """Let Grace try one after the other, and return what comes of each."""
    sales, order_id = shop.sales("Grace"), shop.orders["Mina"]
    commands: dict[str, tuple[Any, ...]] = {
        "to start an order for Ada": (sales.start_order, "Ada"),
        "to add 1 bag of Huila to Mina's order": (sales.add_line, order_id, "Huila", 1),
        "to place Mina's order": (sales.place, order_id),
        "to cancel Mina's order": (sales.cancel, order_id, "too slow"),
    }
    return {what: Failure.of(*commands[what]) for [what] in datatable}


@when("Jun asks Porto for Mina's order", target_fixture="search")
def jun_asks_porto_for_an_order(shop: Shop, porto: Any) -> Search:
    return Search.of(porto.order, shop.orders["Mina"])


@then("Jun is told that the book cannot be read")
def jun_is_told_that_the_book_cannot_be_read(failure: Failure) -> None:
    assert failure.error, "The book cannot be read, but Jun is told nothing."
    assert not isinstance(failure.error, UnknownOrderError), (
        "The book cannot be read, but Jun is told that there is no such order. Only an "
        "AggregateNotFoundError says that."
    )


@then("Grace is told each time that it could not be written")
def grace_is_told_that_it_could_not_be_written(failures: dict[str, Failure]) -> None:
    _assert_told(failures, "written")


@then("Grace is told each time that it could not be read")
def grace_is_told_that_it_could_not_be_read(failures: dict[str, Failure]) -> None:
    _assert_told(failures, "read")


def _assert_told(failures: dict[str, Failure], what: str) -> None:
    """The store's own error has reached the clerk each time."""
    for tried, failure in failures.items():
        begin = f"Grace tries {tried}, and the book cannot be {what}, but she is told"
        if not failure.error:
            raise placed(f"{begin} nothing, and promises it.", failure.command)
        if isinstance(failure.error, UnknownOrderError):
            raise placed(
                f"{begin} that there is no such order. Only an AggregateNotFoundError says that.",
                failure.command,
            )


@then("its coffees are ground for")
def its_coffees_are_ground_for(desk: Desk, datatable: list[list[str]]) -> None:
    found = {line.coffee: line.grind for line in desk.order.lines}
    for row in rows(datatable):
        coffee, wanted = row["coffee"], GRINDS[row["grind"]]
        assert coffee in found, f"The order should have a line of {coffee}, but it has none."
        assert found[coffee] is wanted, (
            f"The grind of {coffee} should be {value_text(wanted)}, but it is "
            f"{value_text(found[coffee])}."
        )
