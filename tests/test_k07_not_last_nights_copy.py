from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from eventsourcing_sqlalchemy.datastore import SQLAlchemyDatastore
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import Engine

from katas.k07_not_last_nights_copy.nightly_copy import write_copy
from katas.k07_not_last_nights_copy.warehouse import Warehouse
from tests.steps.office import Office
from tests.steps.power import PowerCutError, power_cut
from tests.steps.vocabulary import rows, words
from tests.stores import Store

pytestmark = pytest.mark.usefixtures("store")

scenarios("k07_not_last_nights_copy.feature")

AT_A_TIME = 10
"""Facts that Sales hands out at a time."""

PATIENCE = 12
"""Times that Sales hands out one fact, before nobody believes any more that it is the last."""

Bags = tuple[str, int, str]
"""What is picked, in the words of the story: for whom, how many bags, of which coffee."""


class LineDeadError(Exception):
    """Raised when Sales is asked while the line is dead."""


class Line:
    """The line to Sales: it notes which facts are handed out, and breaks when a step says so."""

    def __init__(self, select_notifications: Callable[..., Any]) -> None:
        self.handed_out: Counter[int] = Counter()
        self.breaks_after: int | None = None
        self._select_notifications = select_notifications

    def ask(self, start: int | None, limit: int, *args: Any, **kwargs: Any) -> Any:
        """Hand out facts, as the recorder's select_notifications does."""
        if limit > AT_A_TIME:
            pytest.fail(f"Sales hands out {AT_A_TIME} facts at a time, but is asked for {limit}.")
        if self.breaks_after is not None and self.handed_out.total() >= self.breaks_after:
            raise LineDeadError
        page = self._select_notifications(start, limit, *args, **kwargs)
        self.handed_out.update(notification.id for notification in page)
        for number, times in self.handed_out.items():
            if times > PATIENCE:
                pytest.fail(f"Sales has handed out fact {number} already {times} times: no end.")
        return page


class Floor:
    """The Warehouse at work, and what it has picked: all of it, and in the latest round."""

    def __init__(
        self, office: Office, line: Line, env: Store, datastores: list[SQLAlchemyDatastore]
    ) -> None:
        self.line = line
        self.picked: list[Bags] = []
        self.latest: list[Bags] = []
        self._office = office
        self._env = env
        self._datastores = datastores
        self._warehouse: Any = None

    def pull(self) -> None:
        """Let the Warehouse find out what there is to pick."""
        if self._warehouse is None:
            self._warehouse = Warehouse(self._env)
        self._warehouse.pull(self._office.sales)

    def pick(self) -> None:
        """Let the Warehouse find out what there is to pick, and pick it."""
        self.pull()
        self.latest = self._told(self._warehouse.pick(), "pick()")
        self.picked += self.latest

    def to_pick(self) -> list[Bags]:
        """Tell what there is to pick, as a Warehouse says that has just opened."""
        return self._told(Warehouse(self._env).to_pick(), "to_pick()")

    def close(self) -> None:
        """Let the Warehouse forget what is not in its store."""
        self._warehouse = None
        for datastore in self._datastores:
            if isinstance(datastore.engine, Engine):
                datastore.engine.dispose()

    def _told(self, picks: Any, source: str) -> list[Bags]:
        customers = {order_id: customer for customer, order_id in self._office.orders.items()}
        assert isinstance(picks, list), (
            f"{source} should give a list of Pick, but it gives {picks!r}."
        )
        for pick in picks:
            assert getattr(pick, "order_id", None) in customers, (
                f"Each Pick should have the id of one of Sales' orders, but it has {pick!r}."
            )
        return [(customers[pick.order_id], pick.bags, pick.coffee) for pick in picks]


@pytest.fixture
def line(office: Office, monkeypatch: pytest.MonkeyPatch) -> Line:
    recorder = office.sales.recorder
    line = Line(recorder.select_notifications)
    monkeypatch.setattr(recorder, "select_notifications", line.ask)
    return line


@pytest.fixture
def datastores(monkeypatch: pytest.MonkeyPatch) -> list[SQLAlchemyDatastore]:
    """Note which stores are opened, since the library leaves them to the garbage collector."""
    opened: list[SQLAlchemyDatastore] = []
    open_datastore = SQLAlchemyDatastore.__init__

    def note(datastore: SQLAlchemyDatastore, *args: Any, **kwargs: Any) -> None:
        open_datastore(datastore, *args, **kwargs)
        opened.append(datastore)

    monkeypatch.setattr(SQLAlchemyDatastore, "__init__", note)
    return opened


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "orders.json"


@pytest.fixture
def floor(
    office: Office, line: Line, store: Store, copy: Path, datastores: list[SQLAlchemyDatastore]
) -> Iterator[Floor]:
    floor = Floor(office, line, {**store, "NIGHTLY_COPY": str(copy)}, datastores)
    yield floor
    floor.close()


@given("night has come, and Sales' orders have been copied to a file")
def night_has_come(office: Office, copy: Path) -> None:
    write_copy(map(office.sales.order, office.orders.values()), copy)


@given(words("Sales has sold {bags:Bags} of {coffee} to each of {number:d} customers"))
def sales_has_sold_to_customers(office: Office, bags: int, coffee: str, number: int) -> None:
    for customer in range(1, number + 1):
        office.sell(f"customer {customer}", bags, coffee)


@given(words("{customer} has had {bags:Bags} of {coffee} written down, and is still choosing"))
def a_customer_is_still_choosing(office: Office, customer: str, bags: int, coffee: str) -> None:
    office.orders[customer] = office.sales.start_order(customer)
    office.sales.add_line(office.orders[customer], coffee, bags)


@given(parsers.parse("{customer} has placed her order"))
def a_customer_has_placed_her_order(office: Office, customer: str) -> None:
    office.sales.place(office.orders[customer])


@given("the Warehouse has pulled")
@when("the Warehouse pulls")
def the_warehouse_pulls(floor: Floor) -> None:
    floor.pull()


@given("the Warehouse has picked")
@when("the Warehouse picks")
def the_warehouse_picks(floor: Floor) -> None:
    floor.pick()


@given("the Warehouse has closed, and forgotten what is not in its store")
def the_warehouse_has_closed(floor: Floor) -> None:
    floor.close()


@given(parsers.parse("the line to Sales has broken after the Warehouse had got {number:d} facts"))
def the_line_to_sales_has_broken(floor: Floor, number: int) -> None:
    floor.line.breaks_after = number
    with suppress(LineDeadError):
        floor.pull()
    floor.line.breaks_after = None


@given("the power has failed at each of the Warehouse's writes in turn")
def the_power_has_failed_at_each_write(floor: Floor) -> None:
    """Stop before anything is written, between two facts, within a fact, and later."""
    for number in (1, 2, 2, 3):
        with suppress(PowerCutError), power_cut(before_write=number):
            floor.pull()
        floor.close()


@then("nothing has been picked")
def nothing_has_been_picked(floor: Floor) -> None:
    assert not floor.picked, (
        "Nothing should be picked, since every order is cancelled. "
        f"But packed and on the van: {_list(floor.picked)}."
    )


@then("the Warehouse has picked")
def the_warehouse_has_picked(floor: Floor, datatable: list[list[str]]) -> None:
    expected = _expected(datatable)
    assert Counter(floor.picked) == Counter(expected), (
        f"The Warehouse should have picked {_list(expected)}, "
        f"but it has picked {_list(floor.picked)}."
    )


@then("this time it has picked")
def this_time_it_has_picked(floor: Floor, datatable: list[list[str]]) -> None:
    expected = _expected(datatable)
    assert Counter(floor.latest) == Counter(expected), (
        f"This time the Warehouse should have picked {_list(expected)}, "
        f"but it has picked {_list(floor.latest)}. In all it has picked {_list(floor.picked)}."
    )


@then("nothing more has been picked")
def nothing_more_has_been_picked(floor: Floor) -> None:
    assert not floor.latest, (
        f"Nothing more should be picked, but it has now picked {_list(floor.latest)}."
    )


@then("each order has been picked once")
def each_order_has_been_picked_once(floor: Floor, office: Office) -> None:
    picks = Counter(customer for customer, _, _ in floor.picked)
    forgotten = [customer for customer in office.orders if not picks[customer]]
    twice = [customer for customer in office.orders if picks[customer] > 1]
    assert not forgotten, (
        f"All {len(office.orders)} orders should be picked, "
        f"but {len(forgotten)} of them are not: {_some(forgotten)}."
    )
    assert not twice, (
        f"Each order should be picked once, "
        f"but {len(twice)} of them are picked more than once: {_some(twice)}."
    )


@then("there is to pick")
def there_is_to_pick(floor: Floor, datatable: list[list[str]]) -> None:
    expected, found = _expected(datatable), floor.to_pick()
    assert Counter(found) == Counter(expected), (
        f"There should be {_list(expected)} to pick, but to_pick() says {_list(found)}."
    )


@then("Sales has handed out each of its facts once")
def sales_has_handed_out_each_fact_once(floor: Floor, office: Office) -> None:
    last = office.sales.recorder.max_notification_id() or 0
    for number in range(1, last + 1):
        times = floor.line.handed_out[number]
        assert times == 1, (
            f"Sales should hand out each of its {last} facts once, "
            f"but fact {number} was {f'handed out {times} times' if times else 'never asked for'}."
        )


def _expected(datatable: list[list[str]]) -> list[Bags]:
    return [(row["customer"], int(row["bags"]), row["coffee"]) for row in rows(datatable)]


def _list(picks: list[Bags]) -> str:
    told = [f"{bags} × {coffee} for {customer}" for customer, bags, coffee in picks]
    return ", ".join(told) or "nothing"


def _some(customers: list[str]) -> str:
    more = f" and {len(customers) - 3} more" if len(customers) > 3 else ""
    return ", ".join(f"{customer}'s" for customer in customers[:3]) + more
