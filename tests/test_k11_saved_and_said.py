from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import exc
from sqlalchemy.orm import Session

from katas.k11_saved_and_said.lot import NotEnoughBagsError
from katas.k11_saved_and_said.lots_table import LotRow, open_table
from katas.k11_saved_and_said.readers import bags_in_stock, pickers_list
from katas.k11_saved_and_said.warehouse import Warehouse
from tests.steps.lots import COMES_IN, LotFloor
from tests.support.faults import PowerCutError, power_cut
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k11_saved_and_said.feature")

WHILE = "the power fails between two writes while"


@pytest.fixture
def warehouse_class() -> Any:
    return Warehouse


@pytest.fixture
def company(floor: LotFloor) -> LotFloor:
    """Whom the steps about facts ask: the Warehouse is the only team here."""
    return floor


@given("the table of the lots")
def the_table_of_the_lots(floor: LotFloor, datatable: list[list[str]]) -> None:
    with Session(open_table(floor.store)) as session, session.begin():
        for row in rows(datatable):
            number, bags = int(row.pop("number")), int(row.pop("bags"))
            session.add(LotRow(number=number, bags=bags, **row))


@when(words(f"{WHILE} {COMES_IN.replace(' as', ' come in as')}"))
def the_power_fails_while_bags_come_in(
    floor: LotFloor, bags: int, coffee: str, number: int, shelf: str
) -> None:
    _power_fails("receive", lambda: floor.receive(bags, coffee, number, shelf))


@when(words(f"{WHILE} Jun moves lot {{number:d}} to shelf {{shelf}}"))
def the_power_fails_while_jun_moves_a_lot(floor: LotFloor, number: int, shelf: str) -> None:
    _power_fails("move", lambda: floor.tell("move", number, shelf))


@when(words(f"{WHILE} Jun takes {{bags:Bags}} of lot {{number:d}}"))
def the_power_fails_while_jun_takes_bags(floor: LotFloor, bags: int, number: int) -> None:
    _power_fails("take", lambda: floor.tell("take", number, bags))


def _power_fails(command: str, act: Callable[[], None]) -> None:
    with suppress(PowerCutError), power_cut(before_write=2):
        act()
        raise AssertionError(
            f"`{command}` should write a row and a fact. That makes two writes, but there was one."
        )


@when(words("Jun tries to take {bags:Bags} of lot {number:d}"), target_fixture="refusal")
def jun_tries_to_take_bags(floor: LotFloor, bags: int, number: int) -> NotEnoughBagsError | None:
    try:
        floor.tell("take", number, bags)
    except NotEnoughBagsError as refusal:
        return refusal
    return None


@when(words("Jun tries to move lot {number:d} to shelf {shelf}"), target_fixture="refusal")
def jun_tries_to_move_a_lot(
    floor: LotFloor, number: int, shelf: str
) -> AggregateNotFoundError | None:
    return floor.attempt("move", number, shelf)


@given("the Warehouse has imported its table")
@when("the Warehouse imports its table")
def the_warehouse_imports_its_table(floor: LotFloor) -> None:
    try:
        floor.tell("import_lots")
    except (IntegrityError, exc.IntegrityError) as error:
        raise AssertionError(
            "The import should leave a lot alone that has facts already, but it has recorded a"
            " first fact of it again, which is refused with an IntegrityError."
        ) from error


@given("the power has failed at each write of the import in turn")
def the_power_has_failed_at_each_write(floor: LotFloor) -> None:
    for number in (1, 2, 3):
        with suppress(PowerCutError), power_cut(before_write=number):
            the_warehouse_imports_its_table(floor)


@then(words("he is told that lot {number:d} does not hold {bags:Bags}"))
def he_is_told_that_the_lot_does_not_hold(
    floor: LotFloor, refusal: NotEnoughBagsError | None, number: int, bags: int
) -> None:
    assert refusal, (
        f"Lot {number} does not hold {bags} bags, so `take` should refuse this with a"
        " NotEnoughBagsError, but it does not."
    )
    with suppress(NotEnoughBagsError):
        floor.lot(number).take(bags)
        raise AssertionError(
            "`take` of Lot should refuse this by itself, with a NotEnoughBagsError, but only"
            " Warehouse does."
        )


@then(parsers.parse("it is refused, because nothing is known of lot {number:d} yet"))
def it_is_refused(refusal: AggregateNotFoundError | None, number: int) -> None:
    assert refusal, (
        f"Lot {number} has no facts yet, so `move` should refuse it, as `repository.get` does with"
        " an AggregateNotFoundError, but it does not."
    )


@then("the picker's list reads")
def the_pickers_list_reads(floor: LotFloor, datatable: list[list[str]]) -> None:
    wanted = [_place(*row.values()) for row in rows(datatable)]
    found = [_place(*vars(place).values()) for place in pickers_list(floor.store)]
    assert found == wanted, (
        f"The picker's list should read {_told(wanted)}, but it reads {_told(found)}."
    )


@then(words("the web page shows {bags:Bags} of {coffee}"))
def the_web_page_shows(floor: LotFloor, bags: int, coffee: str) -> None:
    found = bags_in_stock(floor.store, coffee)
    assert found == bags, f"The web page should show {bags} bags of {coffee}, but it shows {found}."


@then(parsers.parse("the table and the facts tell the same of lot {number:d}"))
def the_table_and_the_facts_tell_the_same(floor: LotFloor, number: int) -> None:
    lot = floor.told(number)
    wanted = _place(lot["shelf"], number, lot["coffee"], lot["bags"])
    with Session(open_table(floor.store)) as session:
        row = session.get(LotRow, number)
        found = _place(row.shelf, row.number, row.coffee, row.bags) if row else "nothing"
    assert found == wanted, (
        f"The table should tell the same as the facts, but of lot {number} the facts tell"
        f" {wanted}, and the table tells {found}."
    )


@then(words("the table and the facts still tell of {bags:Bags} of lot {number:d}"))
def the_table_and_the_facts_still_tell_of(floor: LotFloor, bags: int, number: int) -> None:
    found = floor.told(number)["bags"]
    assert found == bags, (
        f"What is refused should not be recorded: of lot {number} the facts should still tell of"
        f" {bags} bags, but they tell of {found}."
    )
    the_table_and_the_facts_tell_the_same(floor, number)


def _place(shelf: str, number: str | int, coffee: str, bags: str | int) -> str:
    return f"“{shelf}: lot {number}, {bags} × {coffee}”"


def _told(places: list[str]) -> str:
    return " and ".join(places) or "nothing"
