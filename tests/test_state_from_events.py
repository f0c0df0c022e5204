"""What every kata is held to: the state of an aggregate is what its events make of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.support import state_from_events
from tests.support.sameness import is_same


class Item:
    """A line without equality, as a learner may write it."""

    def __init__(self, coffee: str) -> None:
        self.coffee = coffee


class Order(Aggregate):
    """An order with inferred events, and some commands that cheat."""

    @event("Started")
    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.lines: list[Item] = []
        self.is_placed = False

    @event("LineAdded")
    def add_line(self, coffee: str) -> None:
        self.lines.append(Item(coffee))

    @event("Placed")
    def place(self) -> None:
        self.is_placed = True

    def place_and_close(self) -> None:
        self.place()
        self._closed = True

    def refuse(self) -> None:
        self._refused = getattr(self, "_refused", 0) + 1

    def cancel_and_empty(self) -> None:
        self.place()
        self.lines.clear()

    def close_and_add(self) -> None:
        self.place()
        self._closed = True
        self.add_line("Sidamo")

    @event("Numbered")
    def number(self) -> None:
        self.code = uuid4()

    @cached_property
    def coffees(self) -> list[str]:
        return [line.coffee for line in self.lines]


class Parcel(Aggregate):
    """A parcel with explicit event classes."""

    class Packed(Aggregate.Created):
        address: str

        def apply(self, aggregate: Any) -> None:
            aggregate.address = self.address
            aggregate.notes = []

    class Noted(Aggregate.Event):
        notes: list[str]

        def apply(self, aggregate: Any) -> None:
            aggregate.notes = self.notes

    @classmethod
    def pack(cls, address: str) -> "Parcel":
        return cls._create(cls.Packed, address=address)

    def note(self, notes: list[str]) -> None:
        self.trigger_event(self.Noted, notes=notes)

    def redirect(self, address: str) -> None:
        self.address = address


@dataclass
class Scenario:
    """A scenario in which aggregates are followed."""

    at: Any = field(default_factory=lambda: state_from_events.rebuilding)

    def fault(self) -> AssertionError | None:
        """End a step, and return what would be said."""
        try:
            state_from_events.pytest_bdd_after_step()
        except AssertionError as error:
            return error
        return None

    def said(self) -> str:
        return str(self.fault())


@pytest.fixture
def scenario() -> Iterator[Scenario]:
    state_from_events.pytest_bdd_before_scenario()
    yield Scenario()
    state_from_events.pytest_bdd_after_scenario()


def test_honest_aggregates_are_left_in_peace(scenario: Scenario) -> None:
    order, parcel = Order("Mina"), Parcel.pack("Main Street")
    order.add_line("Sidamo")
    assert scenario.fault() is None
    order.place()
    parcel.note(["ring twice"])
    assert scenario.fault() is None


def test_state_beside_the_events_is_told_with_its_event(scenario: Scenario) -> None:
    order = Order("Mina")
    order.place_and_close()
    said = scenario.said()
    assert said.startswith("`_closed` is True here, but missing in the Order that is read back")
    assert "at Placed" in said


def test_a_refusal_that_leaves_a_trace(scenario: Scenario) -> None:
    order = Order("Mina")
    assert scenario.fault() is None
    order.refuse()
    assert "`_refused` is 1 here" in scenario.said()
    assert "They begin to differ without an event" in scenario.said()


def test_a_list_that_a_command_empties(scenario: Scenario) -> None:
    order = Order("Mina")
    order.add_line("Sidamo")
    assert scenario.fault() is None
    order.cancel_and_empty()
    assert "`lines` is [] here, but [a Item] in the Order" in scenario.said()


def test_the_event_is_the_one_after_which_they_part(scenario: Scenario) -> None:
    """A step may record several; the later ones are not to blame."""
    order = Order("Mina")
    assert scenario.fault() is None
    order.close_and_add()
    assert "They begin to differ at Placed." in scenario.said()


def test_the_place_is_the_line_that_changes_it(scenario: Scenario) -> None:
    Order("Mina").refuse()
    error: Any = scenario.fault()
    file, line = error.place
    assert Path(file) == Path(__file__)
    assert "self._refused = " in Path(__file__).read_text("utf-8").splitlines()[line - 1]


def test_an_event_that_comes_out_differently_each_time(scenario: Scenario) -> None:
    """A body runs again at each reading: chance and the clock belong into the event."""
    Order("Mina").number()
    error: Any = scenario.fault()
    assert "`code` is " in str(error)
    assert "The body of an `@event` gives another value when it runs again." in str(error)
    assert "self.code = " in Path(__file__).read_text("utf-8").splitlines()[error.place[1] - 1]


def test_explicit_event_classes_are_held_to_it_alike(scenario: Scenario) -> None:
    parcel = Parcel.pack("Main Street")
    parcel.redirect("Mill Lane")
    assert "`address` is 'Mill Lane' here, but 'Main Street' in the Parcel" in scenario.said()


def test_an_aggregate_that_keeps_a_list_of_its_event(scenario: Scenario) -> None:
    """What is added to the list later is in no event that has been stored."""
    parcel, notes = Parcel.pack("Main Street"), ["ring twice"]
    parcel.note(notes)
    assert scenario.fault() is None
    notes.append("beware of the dog")
    assert "`notes`" in scenario.said()


def test_a_value_that_is_worked_out_on_demand_may_be_kept(scenario: Scenario) -> None:
    order = Order("Mina")
    order.add_line("Sidamo")
    assert order.coffees == ["Sidamo"]
    assert scenario.fault() is None
    order.add_line("Huila")
    assert "`coffees` of the Order was computed before" in scenario.said()


def test_aggregates_that_a_command_loads_and_drops(scenario: Scenario) -> None:
    application = Application[Any]()
    order = Order("Mina")
    application.save(order)
    order_id = order.id
    assert scenario.fault() is None

    def refuse() -> None:
        loaded: Order = application.repository.get(order_id)
        loaded.refuse()

    refuse()
    assert "`_refused` is 1 here" in scenario.said()


def test_an_aggregate_that_another_thread_is_at_is_left_alone(scenario: Scenario) -> None:
    goes_on = Event()
    orders: list[Order] = []

    def work() -> None:
        orders.append(Order("Mina"))
        orders[0].refuse()
        goes_on.wait()

    thread = Thread(target=work)
    thread.start()
    while not orders or not hasattr(orders[0], "_refused"):
        pass
    assert scenario.fault() is None
    goes_on.set()
    thread.join()
    assert "`_refused`" in scenario.said()


def test_nothing_is_followed_outside_of_scenarios() -> None:
    Order("Mina").place_and_close()
    state_from_events.pytest_bdd_after_step()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Item("Sidamo"), Item("Sidamo"), True),
        (Item("Sidamo"), Item("Huila"), False),
        ([Item("Sidamo")], [Item("Sidamo")], True),
        ([1], (1,), False),
        (1, True, False),
        ({"a": Item("x")}, {"a": Item("x")}, True),
        ({"a": 1}, {"b": 1}, False),
        ({1, 2}, {2, 1}, True),
        (object(), object(), True),
        (float("nan"), float("nan"), False),
    ],
)
def test_values_are_compared_part_by_part(one: Any, other: Any, same: Any) -> None:
    assert is_same(one, other) is same
