from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from eventsourcing.persistence import PersistenceError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.warehouse.shelves import Shelves
from katas.k08_their_own_picture.billing import Billing
from katas.k08_their_own_picture.warehouse import Warehouse
from tests.steps.clock import Clock, it_is
from tests.steps.office import Office
from tests.steps.patience import patience
from tests.steps.power import PowerCutError, power_cut
from tests.steps.vocabulary import rows, words
from tests.stores import Store

pytestmark = pytest.mark.usefixtures("store")

scenarios("k08_their_own_picture.feature")

WAREHOUSE, BILLING = "The Warehouse", "Billing"


class Departments:
    """The Warehouse and Billing, each with a store of its own.

    They are opened anew for whatever they do: nothing lives on but what is stored.
    """

    def __init__(
        self,
        office: Office,
        shelves: Shelves,
        new_store: Callable[[], Store],
        close_stores: Callable[[], None],
    ) -> None:
        self.read: dict[str, int] = {}
        """How many events each has read when it caught up last."""
        self._office = office
        self._shelves = shelves
        self._stores = {WAREHOUSE: new_store(), BILLING: new_store()}
        self._close_stores = close_stores

    def open(self, name: str) -> Any:
        """Open a department."""
        self._close_stores()
        if name == WAREHOUSE:
            return Warehouse(self._office.sales, self._shelves, self._stores[name])
        return Billing(self._office.sales, self._stores[name])

    def catch_up(self, name: str) -> None:
        """Let a department read what is new."""
        with patience(self._office.sales, name):
            self.read[name] = self.open(name).feed.pull()

    def ask(self, name: str, question: Callable[[Any], Any]) -> Any:
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


@pytest.fixture
def departments(
    office: Office,
    shelves: Shelves,
    new_store: Callable[[], Store],
    close_stores: Callable[[], None],
) -> Departments:
    return Departments(office, shelves, new_store, close_stores)


@given(words("Sales has sold {customer} {bags:Bags} of {coffee} with it"))
def sales_has_sold_bags_with_it(office: Office, customer: str, bags: int, coffee: str) -> None:
    office.sales.add_line(office.orders[customer], coffee, bags)
    office.place(customer)


@given("the Warehouse and Billing have caught up")
@when("the Warehouse and Billing catch up")
def both_catch_up(departments: Departments) -> None:
    departments.catch_up(WAREHOUSE)
    departments.catch_up(BILLING)


@given("the Warehouse has caught up")
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
    """Stop within each event that makes two writes, then just after it."""
    for name in (WAREHOUSE, BILLING):
        for number in (2, 2, 3, 2, 3, 2):
            with suppress(PowerCutError), power_cut(before_write=number):
                departments.catch_up(name)


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


@then("the pick list is empty")
def the_pick_list_is_empty(departments: Departments) -> None:
    the_pick_list_reads(departments, [["shelf", "coffee", "bags"]])


@then("the pick list reads")
def the_pick_list_reads(departments: Departments, datatable: list[list[str]]) -> None:
    wanted = [f"{row['shelf']}: {row['bags']} × {row['coffee']}" for row in rows(datatable)]
    picks = departments.ask(WAREHOUSE, lambda warehouse: warehouse.pick_list.picks())
    found = [f"{pick.shelf}: {pick.bags} × {pick.coffee}" for pick in picks]
    assert found == wanted, (
        f"The pick list should read {_told(wanted)}, but it reads {_told(found)}."
    )


@then(parsers.parse("{customer}'s ledger is empty"))
def a_ledger_is_empty(departments: Departments, customer: str) -> None:
    a_ledger_reads(departments, customer, [["amount", "promised", "cancelled"]])


@then(parsers.parse("{customer}'s ledger reads"))
def a_ledger_reads(departments: Departments, customer: str, datatable: list[list[str]]) -> None:
    wanted = [_entry(row["amount"], row["promised"], row["cancelled"]) for row in rows(datatable)]
    entries = departments.ask(BILLING, lambda billing: billing.ledger.entries(customer))
    found = [
        _entry(str(each.amount), _moment(each.promised_at), _moment(each.cancelled_at))
        for each in entries
    ]
    assert found == wanted, (
        f"{customer}'s ledger should read {_told(wanted)}, but it reads {_told(found)}."
    )


def _entry(amount: str, promised: str, cancelled: str) -> str:
    return f"{amount}, promised {promised or 'never'}, cancelled {cancelled or 'never'}"


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


def _told(lines: list[str]) -> str:
    return " and ".join(f"“{line}”" for line in lines) or "nothing"
