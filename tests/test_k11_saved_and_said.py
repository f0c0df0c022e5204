import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import walk_tb
from typing import Any

import pytest
from eventsourcing.domain import Aggregate, CommandMethodDecorator
from eventsourcing.persistence import IntegrityError, PersistenceError
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import exc, update
from sqlalchemy.orm import Session

from katas.k11_saved_and_said import lots_table
from katas.k11_saved_and_said.lot import (
    Lot,
    LotNumberTakenError,
    NotEnoughBagsError,
    TooFewBagsError,
    UnknownLotError,
)
from katas.k11_saved_and_said.lots_table import LotRow, open_table
from katas.k11_saved_and_said.readers import bags_in_stock, pickers_list
from katas.k11_saved_and_said.warehouse import Warehouse
from tests.steps.lots import COMES_IN, LotFloor
from tests.support.faults import PowerCutError, power_cut, refused_reads, refused_write
from tests.support.source_line import PlacedError, learners_line, of_class, placed
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k11_saved_and_said.feature")

WHILE = "the power fails while"
COLUMNS = ("number", "coffee", "roasted", "shelf", "bags")


@pytest.fixture
def warehouse_class() -> Any:
    return Warehouse


@pytest.fixture
def unknown_lot() -> type[Exception]:
    return UnknownLotError


@pytest.fixture
def not_enough() -> type[Exception]:
    return NotEnoughBagsError


@pytest.fixture
def company(floor: LotFloor) -> LotFloor:
    """Whom the steps about events ask: the Warehouse is the only team here."""
    return floor


@given("the table of the lots")
def the_table_of_the_lots(floor: LotFloor, datatable: list[list[str]]) -> None:
    new = set(LotRow.__table__.columns.keys()) - set(COLUMNS)
    if new:
        raise PlacedError(
            f"The table has been there for years, and has no column {' and '.join(sorted(new))}. "
            "`lots_table.py` stays as it is.",
            Path(lots_table.__file__),
        )
    with Session(open_table(floor.store)) as session, session.begin():
        for row in rows(datatable):
            number, bags = int(row.pop("number")), int(row.pop("bags"))
            session.add(LotRow(number=number, bags=bags, **row))


@when(words(f"{WHILE} {COMES_IN.replace(' as', ' come in as')}"))
def the_power_fails_while_bags_come_in(
    floor: LotFloor, bags: int, coffee: str, number: int, shelf: str
) -> None:
    _power_fails(floor, "receive", lambda: floor.receive(bags, coffee, number, shelf))


@when(words(f"{WHILE} Jun moves lot {{number:d}} to shelf {{shelf}}"))
def the_power_fails_while_jun_moves_a_lot(floor: LotFloor, number: int, shelf: str) -> None:
    _power_fails(floor, "move", lambda: floor.tell("move", number, shelf))


@when(words(f"{WHILE} Jun takes {{bags:Bags}} of lot {{number:d}}"))
def the_power_fails_while_jun_takes_bags(floor: LotFloor, bags: int, number: int) -> None:
    _power_fails(floor, "take", lambda: floor.tell("take", number, bags))


def _power_fails(floor: LotFloor, command: str, act: Callable[[], None]) -> None:
    floor.has_power = False
    with suppress(PowerCutError), power_cut(before_write=2):
        act()
        raise AssertionError(
            f"`{command}` should write a row and an event. That makes two writes, but there was"
            " only one."
        )


@when(words(f"Jun tries to receive {COMES_IN}"), target_fixture="refusal")
def jun_tries_to_receive_a_lot(
    floor: LotFloor, bags: int, coffee: str, number: int, shelf: str
) -> Exception | None:
    delivery = floor.delivery(bags, coffee, number, shelf)
    try:
        return floor.attempt(LotNumberTakenError, "receive", *delivery)
    except (IntegrityError, exc.IntegrityError) as error:
        raise AssertionError(
            f"`receive` should refuse a lot {number}, because there is one already, by a"
            " LotNumberTakenError. But it lets the store's IntegrityError out."
        ) from error


@when(
    words(
        "Jun tries to receive {bags:Bags} as lot {number:d} on shelf {shelf}, and does not name "
        "the coffee"
    ),
    target_fixture="failure",
)
def jun_tries_to_receive_a_coffee_without_a_name(
    floor: LotFloor, bags: int, number: int, shelf: str
) -> Exception | None:
    number, _, *others = floor.delivery(bags, "", number, shelf)
    return _failure(lambda: floor.attempt(LotNumberTakenError, "receive", number, None, *others))


@given(words("somebody has changed the number of bags of lot {number:d} in the table to {bags:d}"))
def somebody_has_changed_the_number_of_bags(floor: LotFloor, number: int, bags: int) -> None:
    with Session(open_table(floor.store)) as session, session.begin():
        session.execute(update(LotRow).where(LotRow.number == number).values(bags=bags))


@when(words("Jun tries to take {bags:Bags} of lot {number:d}"), target_fixture="refusal")
def jun_tries_to_take_bags(floor: LotFloor, bags: int, number: int) -> Exception | None:
    try:
        return floor.attempt(UnknownLotError, "take", number, bags)
    except (NotEnoughBagsError, TooFewBagsError) as refusal:
        return refusal


@when(words("Jun tries to move lot {number:d} to shelf {shelf}"), target_fixture="refusal")
def jun_tries_to_move_a_lot(floor: LotFloor, number: int, shelf: str) -> Exception | None:
    return floor.attempt(UnknownLotError, "move", number, shelf)


@when(
    words(f"the disk is full while {COMES_IN.replace(' as', ' come in as')}"),
    target_fixture="failure",
)
def the_disk_is_full_while_bags_come_in(
    floor: LotFloor, bags: int, coffee: str, number: int, shelf: str
) -> Exception | None:
    delivery = floor.delivery(bags, coffee, number, shelf)
    with refused_write("OperationalError", later_too=True):
        return _failure(lambda: floor.attempt(LotNumberTakenError, "receive", *delivery))


def _failure(attempt: Callable[[], Any]) -> Exception | None:
    """Return the error by which a command fails, other than by a refusal of its own."""
    try:
        attempt()
    except NotImplementedError:
        raise
    except Exception as error:  # noqa: BLE001 - any error that is no refusal
        return error
    return None


@given(words("Jun could not move lot {number:d} to shelf {shelf}, since the disk was full"))
def jun_could_not_move_a_lot(floor: LotFloor, number: int, shelf: str) -> None:
    _disk_is_full(floor, "move", number, shelf)


@given(words("Jun could not take {bags:Bags} of lot {number:d}, since the disk was full"))
def jun_could_not_take_bags(floor: LotFloor, bags: int, number: int) -> None:
    _disk_is_full(floor, "take", number, bags)


@given("the Warehouse could not import its table, since the disk was full")
def the_warehouse_could_not_import_its_table(floor: LotFloor) -> None:
    _disk_is_full(floor, "import_lots")


def _disk_is_full(floor: LotFloor, command: str, *args: Any) -> None:
    """Let the disk be full while a command is carried out, by a program that goes on."""
    floor.keep_open()
    with refused_write("OperationalError", later_too=True) as refused:
        try:
            floor.tell(command, *args)
        except (PersistenceError, exc.OperationalError):
            if not refused:
                raise
            return
    raise placed(
        f"The disk is full, so `{command}` should let the store's error out, but it ends as if all"
        " had been stored.",
        getattr(Warehouse, command),
    )


@then(parsers.parse("nobody tells Jun that there is a lot {number:d} already"))
def nobody_tells_jun_that_there_is_a_lot(failure: Exception | None, number: int) -> None:
    assert failure, (
        f"There is no lot {number} yet, but it could not be written. Here `receive` gave no error,"
        " or a LotNumberTakenError. Look for the row first, and let the store's error out."
    )


@when(
    parsers.parse(
        "Jun tries to move lot {number:d} to shelf {shelf} while the disk cannot be read"
    ),
    target_fixture="failure",
)
def jun_tries_to_move_a_lot_while_the_disk_fails(
    floor: LotFloor, number: int, shelf: str
) -> Exception | None:
    with refused_reads("OperationalError"):
        return _failure(lambda: floor.attempt(UnknownLotError, "move", number, shelf))


@when(
    words("Jun tries to take {bags:Bags} of lot {number:d} while the disk cannot be read"),
    target_fixture="failure",
)
def jun_tries_to_take_bags_while_the_disk_fails(
    floor: LotFloor, bags: int, number: int
) -> Exception | None:
    with refused_reads("OperationalError"):
        return _failure(lambda: floor.attempt(UnknownLotError, "take", number, bags))


@then(parsers.parse("nobody tells him that nothing is known of lot {number:d}"))
def nobody_tells_him_that_nothing_is_known(failure: Exception | None, number: int) -> None:
    assert failure, (
        f"Lot {number} is known, but its events could not be read. That is no UnknownLotError:"
        " catch an AggregateNotFoundError, and let each other error out."
    )


@given("the Warehouse has imported its table")
@when("the Warehouse imports its table")
def the_warehouse_imports_its_table(floor: LotFloor) -> None:
    try:
        with _each_lot_is_returned():
            floor.tell("import_lots")
    except (IntegrityError, exc.IntegrityError) as error:
        raise AssertionError(
            "The import should leave a lot alone that has events already, but it has recorded a"
            " first event of it again, which is refused with an IntegrityError."
        ) from error
    except LotNumberTakenError as error:
        raise placed(
            "`import_lots` should import what is in the table, but it receives it anew, and the"
            " number is taken: `receive` is for a lot that comes in. Make the lot by"
            " `Lot.imported`, and save it.",
            Warehouse.import_lots,
        ) from error
    except TypeError as error:
        frames = list(walk_tb(error.__traceback__))[::-1]
        message, kind = _why_not_imported(error)
        if not message:
            raise
        place = None if kind else learners_line(frames)
        raise PlacedError(message, *(place or of_class(kind or Lot))) from error


@contextmanager
def _each_lot_is_returned() -> Iterator[None]:
    """Fail if `Lot.imported` returns nothing."""
    make = Lot.imported

    def imported(*args: Any, **kwargs: Any) -> Lot:
        lot: Any = make(*args, **kwargs)
        if lot is None:
            raise placed("`Lot.imported` makes a lot, but returns None. Is there a `return`?", make)
        return lot  # type: ignore[no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lot, "imported", imported)
        yield


def _why_not_imported(error: TypeError) -> tuple[str, type | None]:
    """Return what is wrong with `Lot.imported`, if that is known, and the class that is wrong."""
    if isinstance(getattr(vars(Lot).get("imported"), "__func__", None), CommandMethodDecorator):
        return (
            "`@event` is for a method of a lot that is there already. `Lot.imported` makes a new"
            " one: leave `@event` out, and give the class `Imported` to `_create`."
        ), None
    if "_create() takes" in str(error):
        return (
            "`_create` gets the class, and then by name what the event carries:"
            " `cls._create(cls.Imported, number=number, …)`."
        ), None
    pattern = r"Imported.__init__\(\) got an unexpected keyword argument '(\w+)'"
    unexpected = re.search(pattern, str(error))
    kind: Any = vars(Lot).get("Imported")
    if not unexpected or not isinstance(kind, type):
        return "", None
    if not issubclass(kind, Aggregate.Created):
        return "A lot begins with `Imported`, so that is an `Aggregate.Created`.", kind
    return f"`Imported` does not carry `{unexpected[1]}`, which the brief lists.", kind


@given("the power has failed during the import, again and again")
def the_power_has_failed_at_each_write(floor: LotFloor) -> None:
    for number in (1, 2, 3):
        with suppress(PowerCutError), power_cut(before_write=number):
            the_warehouse_imports_its_table(floor)


@then(parsers.parse("he is told that there is a lot {number:d} already"))
def he_is_told_that_the_number_is_taken(refusal: Exception | None, number: int) -> None:
    assert refusal, (
        f"There is a lot {number} already, so `receive` should refuse another one with a"
        " LotNumberTakenError, but it does not."
    )


@then(words("he is told that lot {number:d} does not hold {bags:Bags}"))
def he_is_told_that_the_lot_does_not_hold(
    refusal: Exception | None, number: int, bags: int
) -> None:
    assert isinstance(refusal, NotEnoughBagsError), (
        f"Lot {number} does not hold {bags} bags, so `take` should refuse this with a"
        f" NotEnoughBagsError, but {_instead(refusal)}."
    )


@then("he is told that this is no number of bags")
def he_is_told_that_this_is_no_number_of_bags(refusal: Exception | None) -> None:
    assert isinstance(refusal, TooFewBagsError), (
        "Nobody can take less than one bag, so `take` should refuse this with a TooFewBagsError,"
        f" but {_instead(refusal)}."
    )


@then(parsers.parse("he is told that nothing is known of lot {number:d} yet"))
def he_is_told_that_nothing_is_known(refusal: Exception | None, number: int) -> None:
    assert isinstance(refusal, UnknownLotError), (
        f"Lot {number} has no events yet, so this should be refused with an UnknownLotError, but"
        f" {_instead(refusal)}."
    )


def _instead(refusal: Exception | None) -> str:
    return f"there is a {type(refusal).__name__}" if refusal else "it is not refused"


@then("the picker's list shows")
def the_pickers_list_shows(floor: LotFloor, datatable: list[list[str]]) -> None:
    wanted = [_place(*row.values()) for row in rows(datatable)]
    found = [_place(*vars(place).values()) for place in pickers_list(floor.store)]
    assert found == wanted, (
        f"The picker's list should show {_told(wanted)}, but it shows {_told(found)}."
    )


@then(words("the web page shows {bags:Bags} of {coffee}"))
def the_web_page_shows(floor: LotFloor, bags: int, coffee: str) -> None:
    found = bags_in_stock(floor.store, coffee)
    assert found == bags, f"The web page should show {bags} bags of {coffee}, but it shows {found}."


@then(parsers.parse("the table agrees with what is recorded of lot {number:d}"))
def the_table_agrees_with_the_events(floor: LotFloor, number: int) -> None:
    told = floor.told(number)
    wanted = {name: told.get(name) for name in COLUMNS}
    with Session(open_table(floor.store)) as session:
        row = session.get(LotRow, number)
        why = (
            "Is it written, in a transaction that is committed?"
            if told.get("bags")
            else "It stays, even if no bag is left."
        )
        assert row, f"The table should have a row of lot {number}, but there is none. {why}"
        found = {name: getattr(row, name) for name in COLUMNS}
    why = (
        "After each change the row gets what the lot says, in the transaction in which the lot is"
        " saved."
        if floor.has_power
        else "Both belong in one transaction: `session.begin()` commits it, and `save` gets the"
        " session."
    )
    for name in COLUMNS:
        assert found[name] == wanted[name], (
            f"Row and events of lot {number} should agree, but the row has {name} = {found[name]},"
            f" and by the events it is {wanted[name]}. {why}"
        )


@then(words("lot {number:d} still holds {bags:Bags}"))
def a_lot_still_holds(floor: LotFloor, number: int, bags: int) -> None:
    found = floor.told(number)["bags"]
    assert found == bags, (
        f"What is refused should not be recorded: by its events lot {number} should still hold"
        f" {bags} bags, but it holds {found}."
    )
    the_table_agrees_with_the_events(floor, number)


def _place(shelf: str, number: str | int, coffee: str, bags: str | int) -> str:
    return f"“{shelf}: lot {number}, {bags} × {coffee}”"


def _told(places: list[str]) -> str:
    return " and ".join(places) or "nothing"
