"""Which of the learner's functions a scenario calls."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from eventsourcing.utils import clear_topic_cache

from katas._runner.child.call_tracker import CallTracker

PUBLISHED = b"""
from eventsourcing.domain import Aggregate, event

def lead():
    return gap()

def gap():
    raise NotImplementedError("TODO 1: do it")

def other():
    raise NotImplementedError("TODO 2: do that")

def outer():
    raise NotImplementedError("TODO 3: call it")

def stream():
    raise NotImplementedError("TODO 4: yield it")

def wait():
    "Wait."
    # TODO 12: there is no code yet

def refuse():
    raise NotImplementedError("TODO 5: refuse it")

class Order(Aggregate):
    @event("Started")
    def __init__(self):
        raise NotImplementedError("TODO 6: start")

    @event("Placed")
    def place(self):
        raise NotImplementedError("TODO 7: place")

    @property
    def total(self):
        raise NotImplementedError("TODO 8: add up")

    def refuse(self):
        raise NotImplementedError("TODO 9: refuse")

    def given(self):
        pass

class Desk:
    def __init__(self):
        raise NotImplementedError("TODO 10: open")

    def refuse(self):
        raise NotImplementedError("TODO 11: refuse")
"""

SOLVED = (
    PUBLISHED.replace(b'raise NotImplementedError("TODO 3: call it")', b"return [gap(), other()]")
    .replace(b'raise NotImplementedError("TODO 4: yield it")', b"yield 1")
    .replace(b'raise NotImplementedError("TODO 5: refuse it")', b'raise ValueError("no")')
    .replace(b'raise NotImplementedError("TODO 9: refuse")', b'raise ValueError("no")')
    .replace(b'raise NotImplementedError("TODO 11: refuse")', b'raise ValueError("no")')
)
for number in range(1, 11):
    SOLVED = SOLVED.replace(b'raise NotImplementedError("TODO %d: ' % number, b'str("')


class Scenario:
    """Steps that call functions of a learner's module."""

    def __init__(self) -> None:
        clear_topic_cache()  # its classes come about anew, under the same names
        self.calls = CallTracker()
        self.calls.published = {"thing.py": PUBLISHED}.__getitem__
        module = ModuleType(__name__)  # the library looks there for names
        self.calls.attach(module, "thing.py")
        tree = self.calls.compile(SOLVED, "thing.py")
        exec(compile(tree, "thing.py", "exec"), vars(module))  # noqa: S102 - that is how modules are made
        self.thing: Any = module
        self.order = module.Order()

    def step(self, kind: str, *functions: Callable[[], object]) -> "Scenario":
        """Run a step that calls some functions, one after the other."""

        def step() -> None:
            for function in functions:
                function()

        self.calls.begin_step(kind, step.__code__)
        step()
        self.calls.end_step()
        return self

    @property
    def entered(self) -> list[str]:
        """Return the names of the functions that were called."""
        return [call.name for call in self.calls.entered]


def _refused(command: Callable[[], object]) -> Callable[[], None]:
    def attempt() -> None:
        with pytest.raises(ValueError, match="no"):
            command()

    return attempt


@pytest.fixture
def scenario() -> Scenario:
    return Scenario()


def test_what_a_when_has_called_is_entered(scenario: Scenario) -> None:
    """What it calls in its turn is not, nor what a `Then` that passes asks afterwards."""
    scenario.step("given", scenario.thing.other).step("when", scenario.thing.outer)
    scenario.step("then", scenario.thing.gap, lambda: scenario.order.total).step("then")
    assert scenario.entered == ["outer"]


def test_what_a_then_asks_may_be_as_wrong_as_what_it_looks_at(scenario: Scenario) -> None:
    """It is never the only one in question."""
    assert scenario.step("then", scenario.thing.gap).entered == []
    scenario.step("when", scenario.thing.outer).step("then", scenario.thing.gap)
    assert scenario.entered == ["outer", "gap"]
    assert scenario.step("then", lambda: scenario.order.total).entered == ["outer", "Order.total"]


def test_a_given_function_leads_to_the_learners(scenario: Scenario) -> None:
    """It stands there as it was published, like the library's."""
    assert scenario.step("when", scenario.thing.lead).entered == ["gap"]


def test_a_gap_may_be_a_comment_that_is_all_of_a_function(scenario: Scenario) -> None:
    """It is in no statement, so it is not among the function's lines for Python."""
    assert scenario.step("when", scenario.thing.wait).entered == ["wait"]


def test_what_every_when_has_called_is_entered(scenario: Scenario) -> None:
    """Nobody knows which of them has brought it about; a `Given` is not in question."""
    scenario.step("given", scenario.thing.outer).step("when", scenario.thing.gap).step("when")
    assert scenario.step("then").entered == ["gap"]
    scenario.step("when", scenario.thing.other)
    assert scenario.step("then").entered == ["gap", "other"]


def test_without_a_when_that_calls_anything_nothing_is_entered(scenario: Scenario) -> None:
    """What is there already was not brought about by what the scenario is about."""
    assert scenario.step("given", scenario.thing.gap).step("when").step("then").entered == []


def test_a_step_that_fails_itself_counts_itself(scenario: Scenario) -> None:
    scenario.step("given", scenario.thing.other)
    assert scenario.entered == ["other"]
    assert scenario.step("given").entered == []


def test_several_are_told_in_their_order(scenario: Scenario) -> None:
    """Each once, where it was called last."""
    scenario.step("when", scenario.thing.gap, scenario.thing.other, scenario.thing.gap)
    assert scenario.entered == ["other", "gap"]


def test_a_property_counts_only_where_nothing_else_was_called(scenario: Scenario) -> None:
    assert scenario.step("when", lambda: scenario.order.total).entered == ["Order.total"]
    scenario.step("when", scenario.thing.gap, lambda: scenario.order.total)
    assert scenario.entered == ["gap"]


def test_a_command_is_entered_when_it_records_and_not_when_it_is_read_back(
    scenario: Scenario,
) -> None:
    """The body of an `@event` runs both times."""
    assert scenario.step("when", scenario.thing.Order).entered == ["Order.__init__"]
    assert scenario.step("when", scenario.order.place).entered == ["Order.place"]
    events = scenario.order.collect_events()

    def read_back() -> None:
        order = None
        for event in events:
            order = event.mutate(order)

    assert scenario.step("when", scenario.thing.gap, read_back).entered == ["gap"]


def test_making_a_desk_enters_nothing(scenario: Scenario) -> None:
    """A step opens an application to look into it, and that brings about nothing."""
    assert scenario.step("when", scenario.thing.Desk).entered == []


def test_a_generator_that_a_then_runs_is_not_entered(scenario: Scenario) -> None:
    """Its body has not begun before."""
    made: list[Any] = []
    scenario.step("when", lambda: made.append(scenario.thing.stream()))
    assert scenario.step("then", lambda: list(made[0])).entered == []


def test_what_is_called_between_steps_is_called_by_none(scenario: Scenario) -> None:
    scenario.step("when", scenario.thing.gap)
    scenario.thing.other()
    assert scenario.entered == ["gap"]


def test_whoever_raises_refuses(scenario: Scenario) -> None:
    scenario.step("when", scenario.thing.gap, _refused(scenario.thing.refuse))
    assert [call.name for call in scenario.calls.refused] == ["refuse"]


def test_what_an_aggregate_has_refused_did_not_change_it(scenario: Scenario) -> None:
    """A `Then` that looks at the order finds what a `Given` has brought about."""
    scenario.step("given", scenario.order.place).step("when", _refused(scenario.order.refuse))
    assert scenario.step("then").entered == ["Order.refuse"]
    assert scenario.step("then").entered == [], "the first one has found the refusal right"
    scenario.step("when", _refused(scenario.order.refuse))
    assert scenario.step("then", scenario.order.given).entered == []


def test_a_refusal_that_has_left_something_stays_in_question(scenario: Scenario) -> None:
    """Either an event, or whatever others than aggregates keep."""

    def recorded_and_refused() -> None:
        _refused(scenario.order.refuse)()
        scenario.calls.note_event()

    scenario.step("when", recorded_and_refused)
    assert scenario.step("then", scenario.order.given).entered == ["Order.refuse"]
    scenario.calls.begin()
    scenario.step("when", _refused(scenario.thing.Desk().refuse))
    assert scenario.step("then", scenario.order.given).entered == ["Desk.refuse"]


def test_the_last_call_of_all_is_known(scenario: Scenario) -> None:
    """Whoever calls: what is noticed late comes from there."""
    scenario.step("when", scenario.thing.outer)
    assert scenario.calls.last
    assert scenario.calls.last.name == "other"
