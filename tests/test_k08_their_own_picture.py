from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import PersistenceError
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import MetaData

from katas.given.sales.application import Sales
from katas.given.warehouse.shelves import Shelves
from katas.k08_their_own_picture.billing import Billing
from katas.k08_their_own_picture.warehouse import Warehouse
from tests.steps.clock import Clock, it_is
from tests.steps.office import Office
from tests.steps.patience import patience
from tests.steps.vocabulary import rows, words
from tests.stores import Store

pytestmark = pytest.mark.usefixtures("store")

scenarios("k08_their_own_picture.feature")


class Note(Aggregate):
    """Something that Sales records for itself."""

    @event("Written")
    def __init__(self) -> None: ...


class Departments:
    """The Warehouse and Billing, each with a store of its own.

    They are opened anew for whatever they do: nothing lives on but what is stored.
    """

    def __init__(self, office: Office, shelves: Shelves, new_store: Callable[[], Store]) -> None:
        self.read: dict[str, int] = {}
        """How many events each has read when it caught up last."""
        self.sales_is_lost = False
        self._office = office
        self._shelves = shelves
        self._stores = {"the Warehouse": new_store(), "Billing": new_store()}

    @contextmanager
    def warehouse(self) -> Iterator[Any]:
        """Open the Warehouse."""
        warehouse = Warehouse(self._office.sales, self._shelves, self._stores["the Warehouse"])
        with _disposing(warehouse.pick_list):
            yield warehouse

    @contextmanager
    def billing(self) -> Iterator[Any]:
        """Open Billing."""
        billing = Billing(self._office.sales, self._stores["Billing"])
        with _disposing(billing.ledger):
            yield billing

    def ask(self, name: str, question: Callable[[], Any]) -> Any:
        """Ask a department something: the answer is a list, with Sales or without."""
        try:
            answer = question()
        except PersistenceError as error:
            if not self.sales_is_lost:
                raise
            raise AssertionError(
                f"{name} should answer from its own store, but without Sales' store it cannot."
            ) from error
        assert isinstance(answer, list), f"{name} should answer with a list, not with {answer!r}."
        return answer

    def catch_up(self, name: str) -> None:
        """Let a department read what is new."""
        opening = self.warehouse if name == "the Warehouse" else self.billing
        with opening() as department, patience(self._office.sales, _capital(name)):
            self.read[name] = department.feed.pull()


@contextmanager
def _disposing(view: Any) -> Iterator[None]:
    """Close a view's connections in the end."""
    try:
        yield
    finally:
        view.datastore.engine.dispose()


@pytest.fixture
def shelves() -> Shelves:
    return Shelves()


@pytest.fixture
def departments(office: Office, shelves: Shelves, new_store: Callable[[], Store]) -> Departments:
    return Departments(office, shelves, new_store)


@given("the coffees lie on these shelves")
def the_coffees_lie_on_these_shelves(shelves: Shelves, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        shelves.put(row["coffee"], row["shelf"])


@given(parsers.parse("Sales has opened an order for {customer}"))
def sales_has_opened_an_order(office: Office, customer: str) -> None:
    office.orders[customer] = office.sales.start_order(customer)


@given(words("Sales has noted {bags:Bags} of {coffee} for {customer}"))
def sales_has_noted_bags(office: Office, bags: int, coffee: str, customer: str) -> None:
    sales_has_opened_an_order(office, customer)
    office.sales.add_line(office.orders[customer], coffee, bags)


@given(words("Sales has sold {customer} {bags:Bags} of {coffee} with it"))
def sales_has_sold_bags_with_it(office: Office, customer: str, bags: int, coffee: str) -> None:
    office.sales.add_line(office.orders[customer], coffee, bags)
    office.sales.place(office.orders[customer])


@given("Sales has written a note of its own")
def sales_has_written_a_note(office: Office) -> None:
    office.sales.save(Note())


@given("nobody in Sales answers questions any more")
def nobody_in_sales_answers_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Sales) -> None:
        raise AssertionError(
            "Somebody has asked Sales for an order, but nobody there answers. What you need should"
            " come from the events."
        )

    monkeypatch.setattr(Sales, "repository", property(refuse))


@given("the Warehouse and Billing have caught up")
@when("the Warehouse and Billing catch up")
def both_catch_up(departments: Departments) -> None:
    departments.catch_up("the Warehouse")
    departments.catch_up("Billing")


@when("the Warehouse catches up")
def the_warehouse_catches_up(departments: Departments) -> None:
    departments.catch_up("the Warehouse")


@when("Billing catches up")
def billing_catches_up(departments: Departments) -> None:
    departments.catch_up("Billing")


@when("Billing catches up in the evening")
def billing_catches_up_in_the_evening(departments: Departments, clock: Clock) -> None:
    it_is(clock, "2 March 2026, 18:00")
    departments.catch_up("Billing")


@when("Sales' store is lost")
def the_store_of_sales_is_lost(office: Office, departments: Departments) -> None:
    recorder: Any = office.sales.recorder
    tables = MetaData()
    tables.reflect(recorder.datastore.engine)
    tables.drop_all(recorder.datastore.engine)
    departments.sales_is_lost = True


@then(parsers.parse("it has read {count:d} event"))
@then(parsers.parse("both have read {count:d} event"))
def they_have_read(departments: Departments, count: int) -> None:
    for name, read in departments.read.items():
        assert read == count, f"{_capital(name)} should have read {count} event, but read {read}."


@then("there is nothing left for it to read")
@then("there is nothing left for either to read")
def there_is_nothing_left(departments: Departments) -> None:
    for name in departments.read:
        departments.catch_up(name)
        left = departments.read[name]
        assert not left, f"{_capital(name)} should have read all, but {left} event was left."


@then("the pick list is empty")
def the_pick_list_is_empty(departments: Departments) -> None:
    the_pick_list_reads(departments, [["shelf", "coffee", "bags"]])


@then("the pick list reads")
def the_pick_list_reads(departments: Departments, datatable: list[list[str]]) -> None:
    wanted = [f"{row['shelf']}: {row['bags']} × {row['coffee']}" for row in rows(datatable)]
    with departments.warehouse() as warehouse:
        picks = departments.ask("The Warehouse", warehouse.pick_list.picks)
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
    with departments.billing() as billing:
        entries = departments.ask("Billing", lambda: billing.ledger.entries(customer))
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
    return f"{moment.day} {moment:%B %Y, %H:%M}" if moment else ""


def _told(lines: list[str]) -> str:
    return " and ".join(f"“{line}”" for line in lines) or "nothing"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
