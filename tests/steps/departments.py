"""Steps about the Warehouse and Billing, which each draw a picture from Sales' facts.

The kata's test module provides the fixture `departments`: the learner's classes are in it.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from eventsourcing.persistence import PersistenceError
from pytest_bdd import given, parsers, then, when

from tests.stores import Store
from tests.support.patience import patience
from tests.support.power import PowerCutError, power_cut
from tests.support.vocabulary import rows, words

from .clock import Clock, it_is
from .office import Office

WAREHOUSE, BILLING = "The Warehouse", "Billing"


class Departments:
    """The Warehouse and Billing, each with a store of its own.

    They are opened anew for whatever they do: nothing lives on but what is stored.
    """

    def __init__(
        self,
        office: Office,
        openers: dict[str, Callable[[Store], Any]],
        new_store: Callable[[], Store],
        close_stores: Callable[[], None],
    ) -> None:
        self.read: dict[str, int] = {}
        """How many events each has read when it caught up last."""
        self.seen: list[tuple[str, int, str]] = []
        """Who had read up to which position, and what the picture was then."""
        self._office = office
        self._openers = openers
        self._stores = {name: new_store() for name in openers}
        self._close_stores = close_stores

    def open(self, name: str) -> Any:
        """Open a department."""
        self._close_stores()
        return self._openers[name](self._stores[name])

    def catch_up(self, name: str) -> None:
        """Let a department read what is new."""
        with patience(self._office.sales, name):
            self.read[name] = self.open(name).feed.pull()

    def look(self, name: str) -> None:
        """Note what a department has read, and what its picture is, in short."""
        picture = self.picks() if name == WAREHOUSE else self._promises(*self._office.orders)
        self.seen.append((name, self.position(name), " and ".join(picture) or "nothing"))

    def position(self, name: str) -> int:
        """Tell the number of the fact that a department has read last, 0 if none."""
        department = self.open(name)
        view = department.pick_list if name == WAREHOUSE else department.ledger
        return view.max_tracking_id(self._office.sales.name) or 0

    def picks(self) -> list[str]:
        """Tell what the pick list reads."""
        picks = self._ask(WAREHOUSE, lambda warehouse: warehouse.pick_list.picks())
        return [f"{pick.shelf}: {pick.bags} × {pick.coffee}" for pick in picks]

    def entries(self, customer: str) -> list[str]:
        """Tell what a customer's ledger reads."""
        return [
            entry(str(each.amount), _moment(each.promised_at), _moment(each.cancelled_at))
            for each in self._entries(customer)
        ]

    def _promises(self, customer: str) -> list[str]:
        return [
            f"{each.amount}, cancelled" if each.cancelled_at else f"{each.amount}"
            for each in self._entries(customer)
        ]

    def _entries(self, customer: str) -> Any:
        return self._ask(BILLING, lambda billing: billing.ledger.entries(customer))

    def _ask(self, name: str, question: Callable[[Any], Any]) -> Any:
        """Ask a department something: the answer is a list, with Sales or without."""
        try:
            answer = question(self.open(name))
        except PersistenceError as error:
            if not self._office.is_lost:
                raise
            raise AssertionError(
                f"{name} should answer from its own store, but without Sales' store it cannot."
            ) from error
        assert isinstance(answer, list), f"{name} should answer with a list, not with {answer!r}."
        return answer


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


@given("the power has failed at each of their writes in turn")
def the_power_has_failed_at_each_write(departments: Departments) -> None:
    """Stop within each of an order's facts, and just after it. Look at the picture each time."""
    for name in (WAREHOUSE, BILLING):
        for number in (2, 2, 3, 2, 3, 2, 3, 2):
            try:
                with suppress(PowerCutError), power_cut(before_write=number):
                    departments.catch_up(name)
            except PersistenceError as error:
                reason, *_ = str(error).splitlines() or [type(error).__name__]
                raise AssertionError(
                    f"{name} should read on after fact {departments.position(name)} when the power"
                    f" is back, but cannot: {reason}. A row and the position of its fact belong"
                    " into one transaction: both or neither."
                ) from error
            departments.look(name)


@then(parsers.parse("it has read {count:d} event"))
@then(parsers.parse("both have read {count:d} event"))
def they_have_read(departments: Departments, count: int) -> None:
    for name, read in departments.read.items():
        assert read == count, f"{name} should have read {count} event, but read {read}."


@then("there is nothing left for it to read")
@then("there is nothing left for either to read")
def there_is_nothing_left(departments: Departments) -> None:
    for name in departments.read:
        departments.catch_up(name)
        left = departments.read[name]
        assert not left, f"{name} should have read all, but {left} event was left."


@then("at all times each picture was that of the fact read last")
def each_picture_was_that_of_the_fact_read_last(
    departments: Departments, datatable: list[list[str]]
) -> None:
    departments.look(WAREHOUSE)
    departments.look(BILLING)
    expected = rows(datatable)
    for name, position, found in departments.seen:
        fact = expected[position]
        wanted = fact["pick list" if name == WAREHOUSE else "ledger"]
        assert found == wanted, (
            f"{name} should show {wanted} when the fact read last is {fact['fact']}, but after a"
            f" power failure it shows {found}. Change and position belong into one transaction."
        )


def entry(amount: str, promised: str, cancelled: str) -> str:
    """Tell an entry of the ledger."""
    return f"{amount}, promised {promised or 'never'}, cancelled {cancelled or 'never'}"


def told(lines: list[str]) -> str:
    """Tell the lines of a picture."""
    return " and ".join(f"“{line}”" for line in lines) or "nothing"


def _moment(moment: datetime | None) -> str:
    """Say a moment in the words of the feature, in UTC."""
    if moment is None:
        return ""
    assert moment.tzinfo, (
        f"The ledger's moments should have a time zone, but {moment} has none: nobody knows when"
        " it was."
    )
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M}"
