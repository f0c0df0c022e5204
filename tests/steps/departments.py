"""Steps about the Warehouse and Billing, which each draw their own picture from Sales' events.

The kata's test module provides the fixture `departments`, which uses the learner's classes.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from eventsourcing.persistence import PersistenceError
from pytest_bdd import given, parsers, then, when

from tests.stores import Store
from tests.support.endless import pages_limited
from tests.support.faults import (
    DISK_ERRORS,
    PowerCutError,
    disk_fails_at_each_write,
    power_cut,
)
from tests.support.replicas import SalesReplica
from tests.support.source_line import unplaced
from tests.support.tables import Cell, cells, lose_read_models
from tests.support.vocabulary import rows, words
from tests.support.written import Needed

from .clock import Clock, it_is
from .office import Office

WAREHOUSE, BILLING = "The Warehouse", "Billing"
EACH_WRITE = (1, 2, 2, 3, 2, 3, 2, 3, 2)
"""Writes at which reading an order's events stops: before the first, in each event, after it."""


class Departments:
    """The Warehouse and Billing, each with a store of its own.

    They are opened anew for whatever they do: nothing lives on but what is stored. One that stays
    open lives on.
    """

    def __init__(
        self,
        office: Office,
        replica: SalesReplica,
        openers: dict[str, Callable[[Store], Any]],
        new_store: Callable[[], Store],
        close_stores: Callable[[], None],
    ) -> None:
        self.seen: list[tuple[str, int, str]] = []
        """Who had read up to which position, and what the picture was then."""
        self.read: Counter[tuple[str, int]] = Counter()
        """How often a department was handed out an event, by its number."""
        self._open: dict[str, Any] = {}
        self._office = office
        self._replica = replica
        self._openers = openers
        self._stores = {name: {**new_store(), "SALES_REPLICA": replica.url} for name in openers}
        self._close_stores = close_stores

    def catch_up(self, name: str) -> None:
        """Let a department read what is new."""
        with (
            pages_limited(self._office.sales, name) as numbers,
            self._working(name) as department,
        ):
            department.catch_up()
        self.read.update((name, number) for number in numbers)

    def stay_open(self, name: str) -> None:
        """Let a department do from now on whatever it does without being opened anew."""
        self._open[name] = self._openers[name](self._stores[name])

    def lose_picture(self, name: str) -> None:
        """Let a department lose its read models."""
        self._close_stores()
        lose_read_models(self._stores[name])

    def look(self, name: str) -> None:
        """Note a department's position and its picture, in short."""
        self.seen.append((name, self.position(name), " and ".join(self.picture(name)) or "nothing"))

    def picture(self, name: str) -> list[str]:
        """Return a department's picture, in short."""
        if name == WAREHOUSE:
            return self.picks()
        return [
            f"{each.amount}, cancelled" if each.cancelled_at else f"{each.amount}"
            for customer in self._office.orders
            for each in self._entries(customer)
        ]

    def position(self, name: str) -> int:
        """Return the position of the event that a department has read last; 0 if there is none."""
        from eventsourcing_sqlalchemy.recorders import (  # noqa: PLC0415 - costs half a second
            SQLAlchemyTrackingRecorder,
        )

        from katas.given.views import open_view  # noqa: PLC0415 - costs half a second

        view = open_view(
            SQLAlchemyTrackingRecorder, name.rsplit(maxsplit=1)[-1], self._stores[name]
        )
        return view.max_tracking_id(self._office.sales.name) or 0

    def picks(self) -> list[str]:
        """Return the lines of the pick list."""
        try:
            picks = self._ask(WAREHOUSE, lambda warehouse: warehouse.picks())
        except KeyError as error:
            if error.args != (None,):
                raise
            raise unplaced(
                AssertionError(
                    "The Warehouse asks where None lies, which is no coffee. A sum without "
                    "`group_by` gives one row even if there is nothing to add up: (None, None)."
                )
            ) from None
        return [f"{pick.shelf}: {pick.bags} × {pick.coffee}" for pick in picks]

    def entries(self, customer: str) -> list[str]:
        """Return the lines of a customer's ledger."""
        return [
            entry(str(each.amount), _moment(each.promised_at), _moment(each.cancelled_at))
            for each in self._entries(customer)
        ]

    def written(self, name: str) -> list[Cell]:
        """Return what is written down in a department's store."""
        return cells(self._stores[name])

    def _entries(self, customer: str) -> Any:
        return self._ask(BILLING, lambda billing: billing.entries(customer))

    def _ask(self, name: str, question: Callable[[Any], Any]) -> Any:
        """Ask a department something. The answer must be a list."""
        with self._working(name) as department:
            answer = question(department)
        assert isinstance(answer, list), f"{name} should answer with a list, not with {answer!r}."
        return answer

    @contextmanager
    def _working(self, name: str) -> Iterator[Any]:
        """Open a department, and explain errors that come from Sales' store or tables."""
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - costs half a second

        self._replica.refresh()
        self._close_stores()
        try:
            with self._replica.readers_noted() as noted:
                yield self._open.get(name) or self._openers[name](self._stores[name])
        except PersistenceError as error:
            if not self._office.is_lost:
                raise
            raise AssertionError(
                f"{name} should answer from its own store, but without Sales' store it cannot."
            ) from error
        except DBAPIError as error:
            if not noted:
                raise
            raise AssertionError(
                f"{name} stands still: it reads Sales' tables, which Sales may change at any time"
                f" ({str(error.orig).splitlines()[0]})."
            ) from error
        assert not noted, (
            f"{name} should have no need of Sales' tables, which may change at any time. But it has"
            " read the replica, and hushed up what has happened there."
        )


@given(words("the Warehouse has noted {bags:Bags} of {coffee} for {customer}"))
def the_warehouse_has_noted_bags(
    office: Office, departments: Departments, bags: int, coffee: str, customer: str
) -> None:
    office.note(customer, bags, coffee)
    departments.catch_up(WAREHOUSE)


@given("the Warehouse and Billing have caught up")
@when("the Warehouse and Billing catch up")
def both_catch_up(departments: Departments) -> None:
    departments.catch_up(WAREHOUSE)
    departments.catch_up(BILLING)


@when("the Warehouse catches up")
def the_warehouse_catches_up(departments: Departments) -> None:
    departments.catch_up(WAREHOUSE)


@when("Billing catches up")
def billing_catches_up(departments: Departments) -> None:
    departments.catch_up(BILLING)


@when("Billing catches up in the evening")
def billing_catches_up_in_the_evening(departments: Departments, clock: Clock) -> None:
    it_is(clock, "2 March 2026, 18:00")
    departments.catch_up(BILLING)


@given("the Warehouse has caught up, and stays open")
def the_warehouse_stays_open(departments: Departments) -> None:
    departments.stay_open(WAREHOUSE)
    departments.catch_up(WAREHOUSE)


@given(parsers.parse("Billing stays open, and has shown {customer} the ledger"))
def billing_has_shown_a_ledger(departments: Departments, customer: str) -> None:
    departments.stay_open(BILLING)
    departments.catch_up(BILLING)
    departments.entries(customer)


@given("somebody has looked at the pick list")
def somebody_has_looked_at_the_pick_list(departments: Departments) -> None:
    departments.picks()


@when("the Warehouse and Billing lose their pictures, and draw them again")
def both_draw_their_pictures_again(departments: Departments) -> None:
    both_catch_up(departments)
    for name in (WAREHOUSE, BILLING):
        departments.look(name)
        departments.lose_picture(name)
    both_catch_up(departments)


@given("the power has failed at each of their writes in turn")
def the_power_has_failed_at_each_write(departments: Departments) -> None:
    """Stop while each of an order's events is read, and just after. Note the picture each time."""
    for name in (WAREHOUSE, BILLING):
        departments.look(name)
        for number in EACH_WRITE:
            with _reading_on(departments, name), suppress(PowerCutError), power_cut(number):
                departments.catch_up(name)
            departments.look(name)


@given("the disk has been full for a moment at each of their writes in turn")
def the_disk_has_been_full_at_each_write(departments: Departments) -> None:
    """Refuse a write within each of an order's events, and just after it, as above.

    A store has more than one error for it.
    """
    for name in (WAREHOUSE, BILLING):
        for error in DISK_ERRORS:
            departments.lose_picture(name)
            departments.look(name)
            disk_fails_at_each_write(
                lambda: departments.catch_up(name),  # noqa: B023 - called in this round
                f"{name} catches up",
                error,
                after_each=lambda: departments.look(name),  # noqa: B023 - likewise
            )


@then("both pictures are what they were before")
def both_pictures_are_what_they_were(departments: Departments) -> None:
    for name, _, wanted in departments.seen:
        found = " and ".join(departments.picture(name)) or "nothing"
        assert found == wanted, (
            f"{name} should draw the same picture from the same events, but it was {wanted}, and is"
            f" {found} now."
        )


@then("at all times each picture showed the event that was read last")
def each_picture_was_that_of_the_event_read_last(
    departments: Departments, datatable: list[list[str]]
) -> None:
    departments.look(WAREHOUSE)
    departments.look(BILLING)
    expected = rows(datatable)
    for name, position, found in departments.seen:
        event = expected[position]
        wanted = event["pick list" if name == WAREHOUSE else "ledger"]
        assert found == wanted, (
            f"{name} should show {wanted} when the event read last is: {event['read last']}. But"
            f" after a failure it shows {found}. Change and position belong in one transaction."
        )


@then("neither has read an event twice")
def neither_has_read_an_event_twice(departments: Departments) -> None:
    for (name, number), times in departments.read.items():
        assert times == 1, (
            f"{name} should go on after its position, but it has read event {number} {times} times."
        )


@then("the Warehouse has written down coffees and bags, and nothing of what is cancelled")
def only_coffees_and_bags_are_written_down(departments: Departments, office: Office) -> None:
    events = office.events()
    gone = {each.originator_id for each in events if _kind(each) == "Cancelled"}
    lines = [
        each for each in events if _kind(each) == "LineAdded" and each.originator_id not in gone
    ]
    needed = {line.coffee for line in lines}
    _only_is_written_down(
        departments,
        WAREHOUSE,
        Needed(
            words=needed,
            numbers={*_small_numbers(office), *(Decimal(line.bags) for line in lines)},
            gone=gone,
            others=_texts(events) - needed,
        ),
    )


@then("Billing has written down customers, amounts and dates, and nothing else")
def only_customers_and_amounts_are_written_down(departments: Departments, office: Office) -> None:
    events = office.events()
    euros = [(each.price * each.bags).amount for each in events if _kind(each) == "LineAdded"]
    needed = {each.customer for each in events if _kind(each) == "Started"}
    _only_is_written_down(
        departments,
        BILLING,
        Needed(
            words=needed,
            numbers={*_small_numbers(office), *euros, *(each * 100 for each in euros)},
            moments={each.timestamp for each in events if _kind(each) in ("Placed", "Cancelled")},
            others=_texts(events) - needed,
        ),
    )


@contextmanager
def _reading_on(departments: Departments, name: str) -> Iterator[None]:
    try:
        yield
    except PersistenceError as error:
        reason, *_ = str(error).splitlines() or [type(error).__name__]
        raise AssertionError(
            f"{name} should read on after event {departments.position(name)} when the power is"
            f" back, but cannot: {reason}. A row and the position of its event belong in one"
            " transaction: both or neither."
        ) from error


def _only_is_written_down(departments: Departments, name: str, needed: Needed) -> None:
    departments.picture(name)  # whoever is asked may write, too
    written = departments.written(name)
    assert written, f"{name} should have written something down, but its tables are empty."
    surplus = needed.surplus(written)
    if surplus:
        why = " of a cancelled order" if needed.is_gone(surplus.value) else ""
        raise AssertionError(
            f"{name} should write down what its own questions need, but {surplus.place} holds"
            f" {surplus.value}{why}."
        )


def _small_numbers(office: Office) -> Iterator[Decimal]:
    """The numbers of rows and of events, which anybody may write down."""
    return map(Decimal, range(office.last_fact + 1))


def _texts(events: list[Any]) -> set[str]:
    """All that Sales has written in words."""
    values = [value for each in events for value in vars(each).values()]
    named = {value.name for value in values if isinstance(value, Enum)}
    return named | {value for value in values if isinstance(value, str) and "." not in value}


def _kind(event: Any) -> str:
    return type(event).__name__


def entry(amount: str, promised: str, cancelled: str) -> str:
    """Return an entry of the ledger as text."""
    return f"{amount}, promised {promised or 'never'}, cancelled {cancelled or 'never'}"


def told(lines: list[str]) -> str:
    """Return the lines of a picture as text."""
    return " and ".join(f"“{line}”" for line in lines) or "nothing"


def _moment(moment: datetime | None) -> str:
    """Return a time in the words of the feature, in UTC."""
    if moment is None:
        return ""
    assert moment.tzinfo, (
        f"The ledger's moments should have a time zone, but {moment} has none: nobody knows when"
        " it was."
    )
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M}"
