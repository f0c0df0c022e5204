from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, scenarios, then

from katas.given.warehouse.shelves import Shelves
from katas.k08_their_own_picture.billing import Billing
from katas.k08_their_own_picture.warehouse import Warehouse
from tests.steps.clock import Clock, it_is
from tests.steps.departments import BILLING, WAREHOUSE, Departments, entry, told
from tests.steps.office import Office
from tests.stores import Store
from tests.support.replicas import SalesReplica
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k08_their_own_picture.feature")


@pytest.fixture
def replica(office: Office, new_store: Callable[[], Store]) -> SalesReplica:
    return SalesReplica(new_store()["SQLALCHEMY_URL"], office)


@pytest.fixture
def departments(
    office: Office,
    replica: SalesReplica,
    shelves: Shelves,
    new_store: Callable[[], Store],
    close_stores: Callable[[], None],
) -> Departments:
    openers = {
        WAREHOUSE: lambda store: Warehouse(office.sales, shelves, store),
        BILLING: lambda store: Billing(office.sales, store),
    }
    return Departments(office, replica, openers, new_store, close_stores)


@given("since this morning Sales keeps first and last names apart")
def sales_keeps_names_apart(replica: SalesReplica) -> None:
    replica.is_split = True


@given(words("Sales has sold {customer} {bags:Bags} of {coffee} in the same order"))
def sales_has_sold_bags_with_it(office: Office, customer: str, bags: int, coffee: str) -> None:
    office.sales.add_line(office.orders[customer], coffee, bags)
    office.place(customer)


@given(words("Sales has also sold {bags:Bags} of {coffee} to {customer}"))
def sales_has_also_sold_bags(office: Office, bags: int, coffee: str, customer: str) -> None:
    first = office.orders[customer]
    office.sell(customer, bags, coffee)
    office.orders[customer] = first


@given(parsers.parse("{customer} has placed the first order at noon"))
def the_first_order_has_been_placed(office: Office, clock: Clock, customer: str) -> None:
    it_is(clock, "2 March 2026, 12:00")
    office.place(customer)


@given(words("an order of {bags:Bags} of {coffee} was cancelled before it was placed"))
def an_order_was_cancelled_before(office: Office, bags: int, coffee: str) -> None:
    office.note("Ada", bags, coffee)
    office.cancel("Ada", "gone on holiday")


@given(words("an order of {bags:Bags} of {coffee} was cancelled after it was placed"))
def an_order_was_cancelled_after(office: Office, bags: int, coffee: str) -> None:
    office.sell("Mina", bags, coffee)
    office.cancel("Mina", "gone on holiday")


@then("the pick list is empty")
def the_pick_list_is_empty(departments: Departments) -> None:
    the_pick_list_reads(departments, [["shelf", "coffee", "bags"]])


@then("the pick list reads")
def the_pick_list_reads(departments: Departments, datatable: list[list[str]]) -> None:
    wanted = [f"{row['shelf']}: {row['bags']} × {row['coffee']}" for row in rows(datatable)]
    found = departments.picks()
    assert found == wanted, (
        f"The pick list should read {told(wanted)}, but it reads {told(found)}."
        f"{_why_not(wanted, found)}"
    )


def _why_not(wanted: list[str], found: list[str]) -> str:
    """Ask for the sums, if there are too few bags of a coffee, or none."""
    sums = _bags(found)
    is_short = any(sums.get(coffee, 0) < bags for coffee, bags in _bags(wanted).items())
    how = " Are all lines added up, coffee by coffee (`func.sum` and `group_by`)?"
    return how if found and is_short else ""


def _bags(lines: list[str]) -> dict[str, int]:
    """Return the bags of each coffee that the lines of a pick list speak of."""
    read = (line.partition(": ")[2].partition(" × ") for line in lines)
    return {coffee: int(bags) for bags, _, coffee in read}


@then(parsers.parse("{customer}'s ledger is empty"))
def a_ledger_is_empty(departments: Departments, customer: str) -> None:
    a_ledger_reads(departments, customer, [["amount", "promised", "cancelled"]])


@then(parsers.parse("{customer}'s ledger reads"))
def a_ledger_reads(departments: Departments, customer: str, datatable: list[list[str]]) -> None:
    wanted = [entry(row["amount"], row["promised"], row["cancelled"]) for row in rows(datatable)]
    found = departments.entries(customer)
    assert found == wanted, (
        f"{customer}'s ledger should read {told(wanted)}, but it reads {told(found)}."
    )
