"""Steps about the company that has added boxes to its Sales program.

It gets the same wishes as the service, in the same order, at the same moments, when a step asks for
what has become of them: so whoever works at the service sees the service's faults first. The kata's
test module provides the fixture `added_class`: the learner's application.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from katas.given.sales.prices import PriceList
from tests.stores import Store, close
from tests.support.crossings import Crossings, drawn
from tests.support.teams import Teams

from .boxes import Service
from .clock import Clock
from .switchboard import Switchboard, compare_orders, sold

TEAM = "Subscriptions"
ADDED = "where boxes were added to Sales"
SALES_WORDS = {"Started", "LineAdded", "Placed", "Cancelled"}


class OldProgram:
    """Sales with boxes in it. It opens anew for each command."""

    def __init__(
        self, open_sales: Callable[..., Any], prices: PriceList, store: Store, clock: Clock
    ) -> None:
        self.store = store
        self._open = open_sales
        self._prices = prices
        self._clock = clock
        self._boxes: dict[str, Any] = {}

    def play(self, history: list[tuple[datetime, str, tuple[Any, ...]]]) -> None:
        """Do what the business has wished for, each thing at its moment."""
        for moment, command, args in history:
            self._clock.now = moment
            self.tell(command, *args)

    def tell(self, command: str, *args: Any) -> None:
        """Do one thing."""
        with self.opened() as sales:
            match command, args:
                case "subscribe", (customer, *_):
                    self._boxes[customer] = sales.subscribe(*args)
                case "order_due", (today,):
                    sales.order_due(today)
                case "basket", (customer,):
                    sales.add_line(sales.start_order(customer), "Huila", 1)
                case _, (customer, *rest):
                    getattr(sales, command)(self._boxes[customer], *rest)

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """Open the program, and close it again."""
        sales = self._open(self._prices, env=self.store)
        try:
            yield sales
        finally:
            close(sales)

    def events(self) -> list[Any]:
        """Return all that is recorded."""
        with self.opened() as sales:
            stored = sales.recorder.select_notifications(None, 100)
            return [sales.mapper.to_domain_event(each) for each in stored]

    def is_box(self, event: Any) -> bool:
        """Return whether an event is about a box, and not about an order of one."""
        return event.originator_id in self._boxes.values()


@pytest.fixture
def old_program(
    added_class: Callable[..., Any],
    prices: PriceList,
    new_store: Callable[[], Store],
    clock: Clock,
) -> OldProgram:
    return OldProgram(added_class, prices, new_store(), clock)


@given(parsers.parse("{customer} has left a basket unordered"))
def a_customer_has_left_a_basket(service: Service, customer: str) -> None:
    service.note_basket(customer)


@when("reminders of forgotten baskets are written", target_fixture="reminded")
def reminders_are_written(service: Service, old_program: OldProgram) -> list[str]:
    old_program.play(service.history)
    with old_program.opened() as sales:
        found: list[str] = sales.forgotten_baskets()
    return found


@then(parsers.parse(f"{ADDED}, only {{customer}} gets one"))
def only_one_is_reminded(reminded: list[str], customer: str) -> None:
    assert reminded == [customer], (
        f"{_first(ADDED)}, only {customer} has a forgotten basket, but a reminder goes to"
        f" {' and '.join(reminded) or 'nobody'}. A paused box is an order that was never placed:"
        " what else in this program looks at such orders?"
    )


@then(f"{ADDED}, there are the same orders")
def there_are_the_same_orders(
    service: Service, switchboard: Switchboard, old_program: OldProgram
) -> None:
    """Compare them in whatever order they came: which box is first is nobody's rule."""
    header = ["on", "customer", "coffee", "bags", "price"]
    wanted = sorted([row[name] for name in header] for row in switchboard.sold())
    old_program.play(service.history)
    found = sorted(sold(old_program.events()), key=lambda row: [row[name] for name in header])
    compare_orders(_program(), found, [header, *wanted])
    assert not any(_name(each) == "Cancelled" for each in old_program.events()), (
        f"{_first(ADDED)}, a box was paused, and Cancelled is recorded. Whoever follows Sales'"
        " events takes the box for a cancelled order. Give the pause an event of its own."
    )


@then(f"{ADDED}, no line was needed")
def no_line_was_needed(
    service: Service, old_program: OldProgram, datatable: list[list[str]]
) -> None:
    old_program.play(service.history)
    compare_orders(_program(), sold(old_program.events()), datatable)


@when(
    parsers.parse("{customer} pauses her box, and it is counted who is needed for that"),
    target_fixture="bill",
)
def it_is_counted_who_is_needed(
    service: Service,
    old_program: OldProgram,
    teams: Teams,
    stores_of: Callable[[Store], dict[str, str]],
    customer: str,
) -> tuple[Crossings, Crossings]:
    stores = stores_of(old_program.store)
    added, own = Crossings(teams, stores), Crossings(teams, stores)
    before = list(service.history)
    with own.of(TEAM):
        service.change("pause", customer)
    old_program.play(before)
    with added.of(TEAM):
        old_program.tell("pause", customer)
    print(drawn("A box is paused", added, own, names=("added", "service")))  # noqa: T201 - to be seen
    return added, own


@then("where boxes have a service, nobody but Subscriptions is needed")
def nobody_else_is_needed(bill: tuple[Crossings, Crossings]) -> None:
    found = bill[1].owners()
    assert found == [TEAM], (
        f"A pause should be the affair of Subscriptions alone, but it needs {' and '.join(found)}."
        " All of it is drawn below."
    )


@then(f"{ADDED}, Sales' program and Sales' store are needed")
def sales_is_needed(bill: tuple[Crossings, Crossings]) -> None:
    counts = bill[0].across().get((TEAM, "Sales"), {})
    lacking = [kind for kind in ("reads", "writes") if not counts.get(kind)]
    assert not lacking, (
        f"{_first(ADDED)}, a pause should be read from and written to Sales' store by Sales'"
        f" program, but there are no {' and no '.join(lacking)}."
    )


@when("Subscriptions gets a team of its own", target_fixture="split")
def subscriptions_gets_a_team(
    service: Service, switchboard: Switchboard, old_program: OldProgram
) -> tuple[list[Any], list[Any]]:
    own = service.facts(TEAM)
    old_program.play(service.history)
    added = old_program.events()
    boxes = [event for event in added if old_program.is_box(event)]
    with_orders, alone = _split(boxes, added, added), _split(own, own, switchboard.facts())
    print(f"{'A year later the team is split':<50}{'added':>8}{'service':>8}")  # noqa: T201 - to be seen
    for text, count in with_orders.items():
        print(f"{text:<50}{count:>8}{alone[text]:>8}")  # noqa: T201 - likewise
    return added, own


def _split(boxes: list[Any], store: list[Any], told_by_sales: list[Any]) -> dict[str, int]:
    """Count what it takes to hand the boxes over."""
    told = {type(event).__name__ for event in told_by_sales}
    return {
        "events about boxes": len(boxes),
        "of them in a store without any order": len(boxes) if boxes == store else 0,
        "of them in words that Sales owns": sum(_name(each) in SALES_WORDS for each in boxes),
        "kinds of events that are new to Sales' readers": len(told - SALES_WORDS),
    }


@then("where boxes have a service, it is handed over as it is")
def it_is_handed_over(split: tuple[list[Any], list[Any]]) -> None:
    names = [_name(event) for event in split[1]]
    assert names == ["Subscribed", "Ordered", "Paused"], (
        "The service's store should hold what has happened to Mina's box, Subscribed, Ordered and"
        f" Paused, and nothing else. But it holds {' and '.join(names)}."
    )


@then(f"{ADDED}, they are among its orders, under Sales' own words")
def they_are_among_its_orders(split: tuple[list[Any], list[Any]], old_program: OldProgram) -> None:
    boxes = [_name(each) for each in split[0] if old_program.is_box(each)]
    orders = [_name(each) for each in split[0] if not old_program.is_box(each)]
    assert SALES_WORDS & set(boxes), f"The box should be an order of Sales, but it is {boxes}."
    assert "Placed" in orders, f"Mina's box of 2 March should be ordered, but there is {orders}."


def _name(event: Any) -> str:
    return type(event).__name__


def _program() -> str:
    return "The program of Sales with boxes in it"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
