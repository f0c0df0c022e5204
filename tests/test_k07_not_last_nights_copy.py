from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from eventsourcing.utils import TopicError
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from pytest_bdd import given, scenarios, then, when

from katas.given.views import open_view
from katas.k07_not_last_nights_copy.nightly_copy import write_copy
from katas.k07_not_last_nights_copy.picking import AlreadyPickedError
from katas.k07_not_last_nights_copy.warehouse import Warehouse
from tests.steps.line import AT_A_TIME, EACH_MOVES, LineToSales
from tests.steps.office import Office
from tests.stores import Store
from tests.support.faults import PowerCutError, power_cut, refused_write
from tests.support.floor import Bags, PickingFloor
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k07_not_last_nights_copy.feature")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "orders.json"


@pytest.fixture
def floor(
    office: Office, line: LineToSales, store: Store, copy: Path, close_stores: Callable[[], None]
) -> PickingFloor:
    env = {**store, "NIGHTLY_COPY": str(copy)}
    return PickingFloor(Warehouse, env, office, line, close_stores)


@given("night has come, and Sales' orders have been copied to a file")
def night_has_come(office: Office, copy: Path) -> None:
    write_copy(map(office.sales.order, office.orders.values()), copy)


@given(words("Sales has sold {bags:Bags} of {coffee} to each of {number:d} customers"))
def sales_has_sold_to_customers(office: Office, bags: int, coffee: str, number: int) -> None:
    office.sell_to_each([f"customer {each}" for each in range(1, number + 1)], bags, coffee)


@given("the Warehouse has asked Sales what is new")
@when("the Warehouse asks Sales what is new")
def the_warehouse_pulls(floor: PickingFloor) -> None:
    floor.pull()


@given("the Warehouse has picked")
@when("the Warehouse picks")
def the_warehouse_picks(floor: PickingFloor) -> None:
    try:
        floor.pick()
    except AlreadyPickedError:
        raise AssertionError(
            "What has been picked should not be listed again, but to_pick() lists an order for "
            "which Picked is recorded already. So pick() was refused. Has the pick list learnt "
            "Picked, with the id of the order?"
        ) from None  # it was right to refuse


@given("the Warehouse has picked, and found nothing more to pick")
def the_warehouse_has_picked_everything(floor: PickingFloor) -> None:
    for _ in range(2):
        the_warehouse_picks(floor)


@given("the Warehouse has closed, and forgotten what is not in its store")
def the_warehouse_has_closed(floor: PickingFloor) -> None:
    floor.close()


@when("the Warehouse opens again")
def the_warehouse_opens_again(floor: PickingFloor) -> None:
    floor.close()


@given("the line to Sales has broken twice, and then the Warehouse has closed")
def the_line_to_sales_has_broken_twice(floor: PickingFloor) -> None:
    """Break the line after some pages. What is not stored is forgotten then."""
    for pages in (1, 3):
        with floor.line.breaking_after(pages * AT_A_TIME):
            floor.pull()
    floor.close()


@given("the power has failed at each of the Warehouse's writes in turn")
def the_power_has_failed_at_each_write(floor: PickingFloor) -> None:
    """Stop before anything is written, between two events, within an event, and later."""
    for number in (1, 2, 2, 3):
        with suppress(PowerCutError), power_cut(before_write=number):
            floor.pull()
        floor.close()


@given("the power has failed just after the Warehouse has picked")
def the_power_has_failed_after_picking(floor: PickingFloor) -> None:
    """Record what was picked, which is one write, and stop before the next one."""
    floor.pull()
    with suppress(PowerCutError), power_cut(before_write=2):
        floor.pick()
    floor.close()


@given("the disk has been full for a moment when the Warehouse asked")
def the_disk_has_been_full_for_a_moment(floor: PickingFloor) -> None:
    """Refuse the second write: the first event has moved the position by then."""
    _pull_with_a_full_disk(floor)


@given("the disk has been full whenever the Warehouse asked")
def the_disk_has_been_full_all_morning(floor: PickingFloor) -> None:
    for _ in range(2):
        _pull_with_a_full_disk(floor, later_too=True)


@given("the Warehouse could not read her order, until it got the new program, too")
def the_warehouse_could_not_read_an_order(floor: PickingFloor, office: Office) -> None:
    """Let one event be of a class that the mapper does not find."""
    read, order_id = office.sales.mapper.to_domain_event, office.orders["Ada"]

    def read_by_the_old_program(stored: Any) -> Any:
        if stored.originator_id == order_id and stored.topic.endswith(".LineAdded"):
            raise TopicError(f"no class {stored.topic}")
        return read(stored)

    floor.line.advice = "An event cannot be read: let the error end the pull."
    has_heard = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office.sales.mapper, "to_domain_event", read_by_the_old_program)
        try:
            floor.pull()
        except TopicError:
            has_heard = True
    assert has_heard, (
        "The Warehouse's program has no class for one of Sales' events, so the mapper raises a"
        " TopicError. pull() should end with that error, so that somebody hears of it. But nobody"
        " has."
    )
    floor.line.advice = EACH_MOVES


@given("the Warehouse has lost all but its events")
def the_warehouse_has_lost_all_but_its_events(floor: PickingFloor) -> None:
    floor.lose_read_models()


def _pull_with_a_full_disk(floor: PickingFloor, *, later_too: bool = False) -> None:
    """Refuse a write, by each kind of error that a store has for it."""
    floor.line.advice = "An event cannot be stored: let the error end the pull."
    for error in (OperationalError, IntegrityError):
        with refused_write(error.__name__, at_write=2, later_too=later_too) as refused:
            try:
                floor.pull()
            except error:
                refused.clear()
        assert not refused, (
            "The store refused an event, and pull() should end with the store's error, so that"
            f" somebody hears of it. But nobody has heard of the {error.__name__}."
        )
    floor.line.advice = EACH_MOVES


@then("nothing has been picked")
def nothing_has_been_picked(floor: PickingFloor) -> None:
    assert not floor.picked, (
        "Nothing should be picked, since every order is cancelled. "
        f"But packed and on the van: {_list(floor.picked)}."
    )


@then("the Warehouse has picked")
def the_warehouse_has_picked(floor: PickingFloor, datatable: list[list[str]]) -> None:
    expected = _expected(datatable)
    assert Counter(floor.picked) == Counter(expected), (
        f"The Warehouse should have picked {_list(expected)}, "
        f"but it has picked {_list(floor.picked)}."
    )


@then("this time it has picked")
def this_time_it_has_picked(floor: PickingFloor, datatable: list[list[str]]) -> None:
    expected = _expected(datatable)
    assert Counter(floor.latest) == Counter(expected), (
        f"This time the Warehouse should have picked {_list(expected)}, "
        f"but it has picked {_list(floor.latest)}. In all it has picked {_list(floor.picked)}."
    )


@then("nothing more has been picked")
def nothing_more_has_been_picked(floor: PickingFloor) -> None:
    assert not floor.latest, f"Nothing more should be picked, but now: {_list(floor.latest)}."


@then("each order has been picked once")
def each_order_has_been_picked_once(floor: PickingFloor, office: Office, store: Store) -> None:
    picks = Counter(customer for customer, _, _ in floor.picked)
    forgotten = [customer for customer in office.orders if not picks[customer]]
    twice = [customer for customer in office.orders if picks[customer] > 1]
    should = f"Each of the {len(office.orders)} orders should be picked once."
    assert not forgotten, (
        f"{should} Not picked: {_some(forgotten)}."
        f" Of Sales' {len(office.numbers())} events the Warehouse has got"
        f" {len(floor.line.handed_out)}."
    )
    assert not twice, f"{should} Picked more than once: {_some(twice)}."
    assert floor.line.asked_in_vain <= floor.pulls, (
        "An empty page says that Sales has nothing more, so nobody should ask again. But in"
        f" {floor.pulls} pulls Sales was asked for {floor.line.asked_in_vain} empty pages."
    )
    left = floor.to_pick()
    assert not left, (
        f"{should} And none is left to pick, but to_pick() lists {_list(left[:3])}"
        f"{_more(left)}. Has the pick list learnt Picked before to_pick() answers?"
    )
    last, found = office.numbers()[-1], _position(store, office)
    assert found == last, (
        f"In the Warehouse's store the position in the events of “{office.sales.name}” should be"
        f" {last}, but {f'it is {found}' if found else 'none is there under that name'}."
    )


@then("nothing is left to pick")
def nothing_is_left_to_pick(floor: PickingFloor) -> None:
    left = floor.to_pick()
    assert not left, (
        "Picked is recorded for each order, so none is left to pick. But when the Warehouse has"
        f" opened again, to_pick() lists {_list(left)}."
    )


@then("these bags are still to be picked")
def there_is_to_pick(floor: PickingFloor, datatable: list[list[str]]) -> None:
    expected, found = _expected(datatable), floor.to_pick()
    assert Counter(found) == Counter(expected), (
        f"Still to be picked should be {_list(expected)}, but to_pick() says {_list(found)}."
    )


def _position(store: Store, office: Office) -> int | None:
    view = open_view(SQLAlchemyTrackingRecorder, "Warehouse", store)
    return view.max_tracking_id(office.sales.name)


def _expected(datatable: list[list[str]]) -> list[Bags]:
    return [(row["customer"], int(row["bags"]), row["coffee"]) for row in rows(datatable)]


def _list(picks: list[Bags]) -> str:
    told = [f"{bags} × {coffee} for {customer}" for customer, bags, coffee in picks]
    return ", ".join(told) or "nothing"


def _some(customers: list[str]) -> str:
    return ", ".join(f"{customer}'s" for customer in customers[:3]) + _more(customers)


def _more(items: Sequence[object]) -> str:
    return f" and {len(items) - 3} more" if len(items) > 3 else ""
