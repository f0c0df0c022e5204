"""Steps about Sales' application, which stores its orders.

The kata's test module provides the fixture `sales_class`: the learner's class.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from traceback import walk_tb
from typing import Any, Self
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, then, when

from katas.given.sales.errors import OrderRefusedError, UnknownOrderError
from katas.given.sales.grind import Grind
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList
from tests.stores import Store, close
from tests.support.source_line import placed
from tests.support.vocabulary import bags

from .order import Desk, named

GRINDS = {"whole beans": Grind.WHOLE_BEANS, "filter": Grind.FILTER, "espresso": Grind.ESPRESSO}

Wish = tuple[str, int] | tuple[str, int, Grind]
"""The arguments of `add_line`: a coffee, a number of bags, and perhaps a grind."""


def wish(text: str) -> Wish:
    """Read "2 bags of Sidamo" or "2 bags of Sidamo, ground for espresso,"."""
    count, _, coffee = text.partition(" of ")
    coffee, _, grind = coffee.rstrip(",").partition(", ground for ")
    return (coffee, bags(count), GRINDS[grind]) if grind else (coffee, bags(count))


wish.pattern = rf"{bags.pattern} of \w+(?:, ground for \w+,)?"  # type: ignore[attr-defined]


def coffees(sentence: str) -> parsers.StepParser:
    """Parse a step in which {…:Coffee} stands for what somebody wishes to buy."""
    return parsers.parse(sentence, extra_types={"Coffee": wish})


def person(text: str) -> str:
    """Read the name of a person, not of a department."""
    return text


person.pattern = r"(?!Sales\b)\w+"  # type: ignore[attr-defined]


def people(sentence: str) -> parsers.StepParser:
    """Parse a step in which {…:Person} stands for somebody's name."""
    return parsers.parse(sentence, extra_types={"Person": person})


class Shop:
    """The clerks. Each has their own application, and all have the same store, the book."""

    def __init__(self, sales_at: Callable[[Store], Any], book: Store) -> None:
        self.orders: dict[str, UUID] = {}
        """The orders' numbers, by customer."""
        self._sales_at = sales_at
        self._book = book
        self._clerks: dict[str, Any] = {}
        self._open: list[Any] = []

    def sales(self, clerk: str) -> Any:
        """Return a clerk's application of today."""
        if clerk not in self._clerks:
            self._clerks[clerk] = self.open_book(self._book)
        return self._clerks[clerk]

    def open_book(self, book: Store) -> Any:
        """Open an application over a store."""
        sales = self._sales_at(book)
        self._open.append(sales)
        assert_transcodings(sales)
        return sales

    def close(self) -> None:
        """End the day, and close all applications."""
        self._clerks.clear()
        while self._open:
            close(self._open.pop())


@dataclass(frozen=True)
class Search:
    """A search for an order, and its error if it failed."""

    order_id: UUID
    error: UnknownOrderError | None = None

    @classmethod
    def of(cls, ask: Callable[[UUID], Any], order_id: UUID) -> Self:
        """Search for an order."""
        try:
            ask(order_id)
        except UnknownOrderError as error:
            return cls(order_id, error)
        return cls(order_id)


@dataclass(frozen=True)
class Failure:
    """The error that a clerk gets when the store fails."""

    command: Callable[..., Any]
    error: Exception | None = None

    @classmethod
    def of(cls, command: Callable[..., Any], *args: Any) -> Self:
        """Run a command while the store fails."""
        try:
            command(*args)
        except NotImplementedError:
            raise
        except Exception as error:  # noqa: BLE001 - any error tells it, but not each the truth
            return cls(command, error)
        return cls(command)


@pytest.fixture
def order_class() -> Any:
    """The finished class of an order."""
    return Order


@pytest.fixture
def shop(sales_class: Callable[..., Any], prices: PriceList, store: Store) -> Iterator[Shop]:
    shop = Shop(lambda book: sales_class(prices, env=book), store)
    yield shop
    shop.close()


@given(parsers.parse("{clerk} has started an order for {customer}"))
def a_clerk_has_started_an_order(shop: Shop, clerk: str, customer: str) -> None:
    order_id = shop.sales(clerk).start_order(customer)
    assert isinstance(order_id, UUID), (
        f"The id that start_order returns should be a UUID, not a {type(order_id).__name__}."
    )
    shop.orders[customer] = order_id


@given(coffees("{clerk} has added {coffee:Coffee} to {customer}'s order"))
def a_clerk_has_added_coffee(shop: Shop, clerk: str, coffee: Wish, customer: str) -> None:
    shop.sales(clerk).add_line(shop.orders[customer], *coffee)


@given(coffees("{clerk} has been refused another {coffee:Coffee} for {customer}'s order"))
def a_clerk_has_been_refused_coffee(shop: Shop, clerk: str, coffee: Wish, customer: str) -> None:
    assert_passes_on_refusal(shop.sales(clerk).add_line, shop.orders[customer], *coffee)


@given(parsers.parse("{clerk} has tried to place {customer}'s order, and was refused"))
def a_clerk_has_been_refused_placing(shop: Shop, clerk: str, customer: str) -> None:
    assert_passes_on_refusal(shop.sales(clerk).place, shop.orders[customer])


@given(parsers.parse("{clerk} has tried to cancel {customer}'s order, and was refused"))
def a_clerk_has_been_refused_cancelling(shop: Shop, clerk: str, customer: str) -> None:
    assert_passes_on_refusal(shop.sales(clerk).cancel, shop.orders[customer], "asked for twice")


@given(parsers.parse("{clerk} has placed {customer}'s order"))
def a_clerk_has_placed_an_order(shop: Shop, clerk: str, customer: str) -> None:
    shop.sales(clerk).place(shop.orders[customer])


@given(people('{clerk:Person} has cancelled {customer}\'s order because "{reason}"'))
@when(people('{clerk:Person} cancels {customer}\'s order because "{reason}"'))
def a_clerk_has_cancelled_an_order(shop: Shop, clerk: str, customer: str, reason: str) -> None:
    shop.sales(clerk).cancel(shop.orders[customer], reason)


@given(parsers.parse("{clerk} has read {customer}'s order"))
@when(parsers.parse("{clerk} reads {customer}'s order"))
def a_clerk_reads_an_order(shop: Shop, desk: Desk, clerk: str, customer: str) -> None:
    try:
        desk.order = shop.sales(clerk).order(shop.orders[customer])
    except UnknownOrderError as error:
        raise AssertionError(f"{clerk} does not find {customer}'s order: {error}.") from error
    assert desk.order is not None, f"order() should return {customer}'s order, but it returns None."


@when(parsers.parse("{clerk} reads {customer}'s order the next morning"))
def a_clerk_reads_an_order_the_next_morning(
    shop: Shop, desk: Desk, clerk: str, customer: str
) -> None:
    shop.close()
    a_clerk_reads_an_order(shop, desk, clerk, customer)


@then("Jun is told that there is no such order")
def jun_is_told_that_there_is_no_such_order(search: Search) -> None:
    assert search.error, "There is no such order, but no UnknownOrderError was raised."


@then("he is told the number that he has asked for")
def he_is_told_the_number_that_he_has_asked_for(search: Search) -> None:
    assert str(search.order_id) in str(search.error), (
        f"The error should name the order {search.order_id}, but it says “{search.error}”."
    )


def assert_transcodings(sales: Any) -> None:
    """The transcodings are objects, each under a name of its own, the library's among them."""
    transcoder = sales.mapper.transcoder
    wrong = ""
    for kind, transcoding in transcoder.types.items():
        if isinstance(transcoding, type):
            name = transcoding.__name__
            wrong = f"`register` takes an object, `{name}()`, but gets the class {name}."
        elif transcoder.names[transcoding.name] is not transcoding:
            wrong = (
                f"{type(transcoding).__name__} has the name “{transcoding.name}”, and so has the "
                f"transcoding for {transcoder.names[transcoding.name].type.__name__}. Each needs "
                f"its own, or a {kind.__name__} is read back as something else."
            )
    if UUID not in transcoder.types:
        wrong = (
            "The library has transcodings for UUID, Decimal and datetime, and an event needs them. "
            "They are registered by `super().register_transcodings(transcoder)`."
        )
    if wrong:
        raise placed(wrong, sales.register_transcodings)


def assert_passes_on_refusal(command: Callable[..., Any], *args: Any) -> None:
    """Assert that the command raises the order's refusal."""
    try:
        command(*args)
    except OrderRefusedError as refusal:
        if not _is_raised_in(refusal, Order):
            raise AssertionError(
                f"{command.__name__} refuses this itself, with {named(refusal)}. What may be done "
                "is for the order to decide: call its command, and let its refusal pass."
            ) from refusal
        return
    raise placed(
        f"Nobody was told of the refusal: {command.__name__} should pass on an OrderRefusedError.",
        command,
    )


def _is_raised_in(error: Exception, kind: type) -> bool:
    *_, (frame, _) = walk_tb(error.__traceback__)
    return bool(frame.f_globals["__name__"] == kind.__module__)
