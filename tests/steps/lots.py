"""Steps about the Warehouse's lots: they are received and moved, and bags are taken.

The kata's test module provides the fixtures `warehouse_class`, the learner's class, and
`unknown_lot` and `not_enough`, the errors for a lot that has no events, or too few bags.
"""

from collections.abc import Callable
from traceback import walk_tb
from typing import Any

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from pytest_bdd import given, parsers, then, when

from tests.stores import Store
from tests.support.commits import committed
from tests.support.source_line import PlacedError, learners_line, of_class, placed
from tests.support.vocabulary import words

from .clock import Clock, moment

COMES_IN = "{bags:Bags} of {coffee} as lot {number:d} on shelf {shelf}"


class LotFloor:
    """The Warehouse. Unless kept open, it is opened for each command: it knows what is stored.

    It can give its events, as steps about events want it of a company.
    """

    def __init__(
        self,
        open_warehouse: Callable[[Store], Any],
        unknown_lot: type[Exception],
        store: Store,
        clock: Clock,
        close_stores: Callable[[], None],
    ) -> None:
        self.store = store
        self._unknown_lot = unknown_lot
        self._open_warehouse = open_warehouse
        self._clock = clock
        self._close_stores = close_stores
        self._kept: Any = None
        self.has_power = True
        """Whether all commands came to their end."""
        self._has_acted = False
        """Whether a command was carried out."""

    def tell(self, command: str, *args: Any) -> None:
        """Tell the Warehouse to do something."""
        if refusal := self.attempt(self._unknown_lot, command, *args):
            raise AssertionError(
                f"`{command}` should know each lot that was received or imported, but it finds no"
                f" events of this one.{self._of_another_id(*args)}"
            ) from refusal

    def _of_another_id(self, number: int | None = None, *_: Any) -> str:
        ids = {each.originator_id for each in self.facts() if getattr(each, "number", 0) == number}
        return f" Those of lot {number} have another id than `Lot.create_id({number})`." * bool(ids)

    def attempt(self, refusal: type[Exception], command: str, *args: Any) -> Exception | None:
        """Ask the Warehouse for something, and return its refusal, if there is one."""
        from sqlalchemy.exc import (  # noqa: PLC0415 - costs half a second
            NoResultFound,
            OperationalError,
        )

        warehouse = self._open()
        act = getattr(warehouse, command)
        try:
            with committed(act, "`session.begin()`"):
                act(*args)
        except refusal as error:
            return error
        except AttributeError as error:
            if error.obj is not warehouse or isinstance(warehouse, Application):
                raise
            raise PlacedError(
                f"Warehouse has no `{error.name}` yet. An application has it. TODO 1: make "
                "Warehouse an `Application[UUID]`.",
                *of_class(type(warehouse)),
            ) from error
        except AggregateNotFoundError as error:
            raise AssertionError(
                f"`{command}` should report a lot without events by an UnknownLotError, but it"
                " lets the library's AggregateNotFoundError out."
            ) from error
        except NoResultFound as error:
            raise AssertionError(
                f"`{command}` should report a lot that nobody knows by an UnknownLotError, but it"
                " looks for its row first, and lets the database's NoResultFound out."
            ) from error
        except OperationalError as error:
            if "lock" not in str(error):
                raise
            raise AssertionError(
                f"`{command}` waits for itself: it has begun one transaction, and needs another."
                " Get the lot before the transaction, and pass its session to `save`."
            ) from error
        self._has_acted = True
        return None

    def receive(self, bags: int, coffee: str, number: int, shelf: str) -> None:
        """Let a lot come in that was roasted this week."""
        self.tell("receive", *self.delivery(bags, coffee, number, shelf))

    def delivery(self, bags: int, coffee: str, number: int, shelf: str) -> tuple[Any, ...]:
        """Return what `receive` is told of a lot that was roasted this week."""
        return number, coffee, f"{self._clock.now:%G-W%V}", shelf, bags

    def facts(self, _team: str = "the Warehouse") -> list[Any]:
        """Return the Warehouse's events, the first ten, in their order."""
        warehouse = self._open()
        notifications = warehouse.notification_log.select(1, 10)
        assert not self._has_acted or self.store.items() <= warehouse.env.items(), (
            "Warehouse keeps its events in memory only, where nobody else finds them, because the"
            " `__init__` of `Application` is not told of the store: `super().__init__(env)`."
        )
        return [warehouse.mapper.to_domain_event(each) for each in notifications]

    def told(self, number: int) -> dict[str, Any]:
        """Return what follows from a lot's events: the last word on each thing that they carry."""
        known: dict[str, Any] = {}
        for fact in self._facts_of(number):
            carried = dict(vars(fact))
            if type(fact).__name__ == "Taken":
                carried["bags"] = known["bags"] - fact.bags
            known |= carried
        return known

    def _facts_of(self, number: int) -> list[Any]:
        facts = self.facts()
        ids = {fact.originator_id for fact in facts if getattr(fact, "number", None) == number}
        assert ids, f"There should be events of lot {number}, but there are none."
        return [fact for fact in facts if fact.originator_id in ids]

    def keep_open(self) -> None:
        """Open the Warehouse for this command and all that follow, as a program that goes on."""
        self._kept = self._open()

    def _open(self) -> Any:
        if self._kept:
            return self._kept
        self._close_stores()
        warehouse = self._open_warehouse(self.store)
        if isinstance(warehouse, Application) and not hasattr(warehouse, "closing"):
            raise placed(
                "The `__init__` of Warehouse does not call that of `Application`, which opens the"
                " store: `super().__init__(env)`.",
                type(warehouse).__init__,
            )
        return warehouse


@pytest.fixture
def floor(
    warehouse_class: Callable[[Store], Any],
    unknown_lot: type[Exception],
    store: Store,
    clock: Clock,
    close_stores: Callable[[], None],
) -> LotFloor:
    return LotFloor(warehouse_class, unknown_lot, store, clock, close_stores)


@given(words(f"the Warehouse has received {COMES_IN}"))
@when(words(f"the Warehouse receives {COMES_IN}"))
def the_warehouse_receives(
    floor: LotFloor, bags: int, coffee: str, number: int, shelf: str
) -> None:
    floor.receive(bags, coffee, number, shelf)


@given(words("Jun has moved lot {number:d} to shelf {shelf}"))
@when(words("Jun moves lot {number:d} to shelf {shelf}"))
def jun_moves_a_lot(floor: LotFloor, number: int, shelf: str) -> None:
    floor.tell("move", number, shelf)


@given(words("Jun has taken {bags:Bags} of lot {number:d}"))
@when(words("Jun takes {bags:Bags} of lot {number:d}"))
def jun_takes_bags(floor: LotFloor, not_enough: type[Exception], bags: int, number: int) -> None:
    try:
        floor.tell("take", number, bags)
    except not_enough as refusal:
        message = f"The lot has these bags, and it decides. But that is refused: “{refusal}”."
        place = learners_line(walk_tb(refusal.__traceback__))
        raise (PlacedError(message, *place) if place else AssertionError(message)) from refusal


@then("the Warehouse has recorded nothing")
def the_warehouse_has_recorded_nothing(floor: LotFloor) -> None:
    names = " and ".join(type(fact).__name__ for fact in floor.facts())
    why = " It was saved in a transaction of its own." * (not floor.has_power)
    assert not names, (
        f"The Warehouse should have recorded nothing, but it has recorded {names}.{why}"
    )


@then(parsers.parse("all of it is dated {time}"))
def all_of_it_is_dated(floor: LotFloor, time: str) -> None:
    for fact in floor.facts():
        found = f"{fact.timestamp.day} {fact.timestamp:%B %Y, %H:%M}"
        assert fact.timestamp == moment(time), (
            f"{type(fact).__name__} should be dated {time}, when it was recorded, but it is dated"
            f" {found}."
        )
