from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.application import Application
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.errors import OrderRefusedError, StaleOrderError, TooManyConflictsError
from katas.given.sales.prices import PriceList
from katas.k04_two_clerks.sales import Sales
from tests.steps.order import Desk, the_order_lists
from tests.steps.sales import Failure, Search, Shop, Wish, coffees
from tests.support.faults import refused_reads, refused_write

pytestmark = pytest.mark.usefixtures("store")

scenarios("k04_two_clerks.feature")

MOST_DECISIONS = 12
"""Decisions after which nobody believes any more that Jun will give up."""


@pytest.fixture
def sales_class() -> Any:
    return Sales


class Jun:
    """Jun at his desk: how often he has decided, and what he was told.

    Conflicts are scripted: while he decides, Grace does what she is about to do.
    """

    def __init__(self, shop: Shop, prices: PriceList) -> None:
        self.decisions = 0
        self.told: Exception | None = None
        self._shop = shop
        self._prices = prices
        self._grace: Iterator[Callable[[], None]] = iter(())

    @property
    def sales(self) -> Any:
        """The application that he works with."""
        return self._shop.sales("Jun")

    def is_disturbed(self, act: Callable[[], None], how_often: int = 1) -> None:
        """Let Grace act in each of his next decisions."""
        self._grace = repeat(act, how_often)

    def decision(self, *wishes: Wish) -> Callable[[Any], Any]:
        """Return what he decides on any copy of an order: to add lines, or to leave it."""

        def decide(order: Any) -> Any:
            self.decisions += 1
            if self.decisions > MOST_DECISIONS:  # no AssertionError: a retry might catch it
                pytest.fail(f"Jun has decided {MOST_DECISIONS} times, and does not give up.")
            if act := next(self._grace, None):
                act()
            for name, bags, *grind in wishes:
                order.add_line(name, bags, self._prices, *grind)
            return ("done", False)[self.decisions % 2 - 1]  # which does not matter

        return decide


@pytest.fixture
def jun(shop: Shop, prices: PriceList) -> Jun:
    return Jun(shop, prices)


def number(how_often: str) -> int:
    """Read "once", "twice", "4 times" or "again and again"."""
    word, *_ = how_often.split(maxsplit=1)
    return {"once": 1, "twice": 2, "again": MOST_DECISIONS}.get(word) or int(word)


def how_often(number: int) -> str:
    """Say it in words."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


@given(coffees("Grace is about to add {coffee:Coffee} to {customer}'s order"))
@given(coffees("Grace is about to add {coffee:Coffee} to {customer}'s order {times}"))
def grace_is_about_to_add_coffee(
    shop: Shop, jun: Jun, coffee: Wish, customer: str, times: str = "once"
) -> None:
    order_id = shop.orders[customer]
    jun.is_disturbed(lambda: shop.sales("Grace").add_line(order_id, *coffee), number(times))


@given(coffees("Grace will add {coffee:Coffee} to {customer}'s order just before {moment}"))
def grace_will_add_coffee_just_before(
    shop: Shop, jun: Jun, coffee: Wish, customer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put her between whatever Jun's application does before it saves, and the saving."""
    order_id, save = shop.orders[customer], Application.save

    def save_after_grace(application: Any, *args: Any, **kwargs: Any) -> Any:
        if application is jun.sales:
            monkeypatch.undo()
            shop.sales("Grace").add_line(order_id, *coffee)
        return save(application, *args, **kwargs)

    monkeypatch.setattr(Application, "save", save_after_grace)


@given(coffees("Grace will add {coffee:Coffee} to {customer}'s order as soon as {moment}"))
def grace_will_add_coffee_as_soon_as(
    shop: Shop, jun: Jun, coffee: Wish, customer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put her behind the first save of Jun's application, whatever comes after it."""
    order_id, save = shop.orders[customer], Application.save

    def save_before_grace(application: Any, *args: Any, **kwargs: Any) -> Any:
        recordings = save(application, *args, **kwargs)
        if application is jun.sales:
            monkeypatch.undo()
            shop.sales("Grace").add_line(order_id, *coffee)
        return recordings

    monkeypatch.setattr(Application, "save", save_before_grace)


@given(parsers.parse('Grace is about to cancel {customer}\'s order because "{reason}"'))
def grace_is_about_to_cancel_an_order(shop: Shop, jun: Jun, customer: str, reason: str) -> None:
    order_id = shop.orders[customer]
    jun.is_disturbed(lambda: shop.sales("Grace").cancel(order_id, reason))


@when(coffees("Jun adds {coffee:Coffee} to his copy, and saves it"))
def jun_adds_coffee_to_his_copy(desk: Desk, jun: Jun, coffee: Wish) -> None:
    decide = jun.decision(coffee)
    decide(desk.order)
    try:
        jun.sales.save_order(desk.order)
    except StaleOrderError as error:
        jun.told = error


@when(
    coffees("Jun adds {coffee:Coffee} to his copy, and the disk is full"), target_fixture="failure"
)
def jun_saves_his_copy_on_a_full_disk(desk: Desk, jun: Jun, coffee: Wish) -> Failure:
    decide, sales = jun.decision(coffee), jun.sales
    decide(desk.order)
    with refused_write("OperationalError"):
        return Failure.of(sales.save_order, desk.order)


@when(
    coffees("Jun adds {coffee:Coffee} to {customer}'s order, and the disk is full"),
    target_fixture="failure",
)
def jun_adds_coffee_on_a_full_disk(shop: Shop, jun: Jun, coffee: Wish, customer: str) -> Failure:
    sales = jun.sales
    with refused_write("OperationalError"):
        return Failure.of(sales.change, shop.orders[customer], jun.decision(coffee))


@when(
    coffees("Jun adds {coffee:Coffee} to {customer}'s order, and the book cannot be read"),
    target_fixture="failure",
)
def jun_adds_coffee_to_an_unreadable_book(
    shop: Shop, jun: Jun, coffee: Wish, customer: str
) -> Failure:
    sales = jun.sales
    with refused_reads("OperationalError", once_here=True):
        return Failure.of(sales.change, shop.orders[customer], jun.decision(coffee))


@when(
    coffees("Jun adds {coffee:Coffee} to an order that nobody has started"),
    target_fixture="search",
)
def jun_adds_to_an_order_that_nobody_has_started(jun: Jun, coffee: Wish) -> Search:
    return Search.of(lambda order_id: jun.sales.change(order_id, jun.decision(coffee)), uuid4())


@when(parsers.parse("Jun looks at {customer}'s order, and changes nothing"))
def jun_changes_nothing(shop: Shop, jun: Jun, customer: str) -> None:
    try:
        jun.sales.change(shop.orders[customer], jun.decision())
    except (StaleOrderError, TooManyConflictsError) as error:
        jun.told = error


@when(coffees("Jun adds {coffee:Coffee}, and then {more:Coffee}, to {customer}'s order"))
def jun_adds_two_coffees(  # noqa: PLR0913, PLR0917 - a fixture each
    shop: Shop, desk: Desk, jun: Jun, coffee: Wish, more: Wish, customer: str
) -> None:
    jun_adds_coffee(shop, desk, jun, coffee, customer, more)


@when(coffees("Jun adds {coffee:Coffee} to {customer}'s order"))
def jun_adds_coffee(
    shop: Shop, desk: Desk, jun: Jun, coffee: Wish, customer: str, *more: Wish
) -> None:
    try:
        jun.sales.change(shop.orders[customer], jun.decision(coffee, *more))
    except OrderRefusedError as error:
        desk.refusal = error
    except (StaleOrderError, TooManyConflictsError) as error:
        jun.told = error


@when(coffees("Jun adds {coffee:Coffee} to {customer}'s order in at most {tries:d} tries"))
@when(coffees("Jun adds {coffee:Coffee} to {customer}'s order in at most {tries:d} try"))
def jun_adds_coffee_in_some_tries(
    shop: Shop, jun: Jun, coffee: Wish, customer: str, tries: int
) -> None:
    try:
        jun.sales.change(shop.orders[customer], jun.decision(coffee), tries=tries)
    except (StaleOrderError, TooManyConflictsError) as error:
        jun.told = error


@then("Jun is told that his copy is out of date")
def jun_is_told_that_his_copy_is_out_of_date(desk: Desk, jun: Jun) -> None:
    assert jun.told, "Nobody was told: save_order should refuse a stale copy with StaleOrderError."
    wanted = StaleOrderError(desk.order.id)
    assert str(jun.told) == str(wanted), f"He should be told “{wanted}”, but hears “{jun.told}”."


@then("Jun is told nothing")
def jun_is_told_nothing(jun: Jun) -> None:
    assert not jun.told, (
        f"Nobody else has changed the order, but Jun is told “{jun.told}”. An order without new "
        "events can be saved like any other."
    )


@then("Jun is told that it could not be written")
def jun_is_told_that_it_could_not_be_written(failure: Failure) -> None:
    assert failure.error, (
        "The disk was full, but Jun is told nothing. Only an IntegrityError is a reason to decide "
        "again."
    )
    assert not isinstance(failure.error, StaleOrderError | TooManyConflictsError), (
        f"The disk is full and nobody else has changed the order, but Jun is told "
        f"“{failure.error}”. Only an IntegrityError says that somebody was quicker."
    )


@then("Jun is told that it could not be read")
def jun_is_told_that_it_could_not_be_read(failure: Failure) -> None:
    assert failure.error, (
        "The book could not be read, but Jun is told nothing. Only a stale order is a reason to "
        "try again."
    )
    assert not isinstance(failure.error, StaleOrderError | TooManyConflictsError), (
        f"The book could not be read, and nobody else has changed the order. But Jun is told "
        f"“{failure.error}”."
    )


@then("Jun has not decided at all")
def jun_has_not_decided(jun: Jun) -> None:
    assert not jun.decisions, (
        f"There is no order to decide on, but Jun has decided {how_often(jun.decisions)}."
    )


@then(parsers.parse("Jun has decided {times}"))
def jun_has_decided(jun: Jun, times: str) -> None:
    told = f" Then he was told “{jun.told}”." if jun.told else ""
    assert jun.decisions == number(times), (
        f"Jun should have decided {times}, but he has decided {how_often(jun.decisions)}.{told}"
    )


@then(parsers.parse("Jun gives up after {tries:d} tries"))
@then(parsers.parse("Jun gives up after {tries:d} try"))
def jun_gives_up(shop: Shop, jun: Jun, tries: int) -> None:
    assert isinstance(jun.told, TooManyConflictsError), (
        "Jun should be told TooManyConflictsError, but he is told "
        + (f"“{jun.told}”." if jun.told else "nothing.")
    )
    assert jun.told.tries == tries, (
        f"The error should speak of as many tries as {tries}, but it says “{jun.told}”."
    )
    order_id = shop.orders["Mina"]
    assert str(order_id) in str(jun.told), (
        f"The error should name the order {order_id}, but it says “{jun.told}”."
    )


@then(parsers.parse("{customer}'s order now lists"))
def an_order_now_lists(shop: Shop, desk: Desk, customer: str, datatable: list[list[str]]) -> None:
    desk.order = shop.sales("Grace").order(shop.orders[customer])
    the_order_lists(desk, datatable)
