"""Which calls of a step are commands, and what added code changes: nothing that others can see."""

import ast
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from eventsourcing.utils import clear_topic_cache

from katas._runner.child.command_recorder import CommandRecorder
from katas._runner.child.contexts import Contexts
from katas._runner.child.delivery_recorder import DeliveryRecorder
from katas._runner.child.messages import MessageWriter
from katas._runner.child.record import Record
from katas._runner.child.row_recorder import RowRecorder
from katas._runner.paths import SOLUTIONS
from katas._runner.protocol import MESSAGES
from katas._runner.run.messages import read

FILE = str(SOLUTIONS / "k00_desk" / "desk.py")

SOURCE = '''
from contextlib import contextmanager
from eventsourcing.domain import Aggregate, event

class RefusedError(Exception):
    """Raised when the desk says no."""

class Order(Aggregate):
    @event("Started")
    def __init__(self, customer):
        self.customer = customer

    @event("Placed")
    def place(self):
        pass

class Desk:
    """A desk."""

    def __init__(self, act):
        self._act = act

    def sell(self, bags: int, *, coffee: str = "Sidamo") -> None:
        """Sell bags."""
        if bags > 20:
            raise RefusedError(f"not {bags}")  # the line that is to be seen
        self.note(bags)

    def note(self, bags):
        self._act()

    def sold(self):
        """Return what was sold."""
        return 7

    def tag(self, customer):
        return f"customer:{customer}"

    def door(self):
        return lambda: self

    def times(self, number):
        return 2 * number

    def start(self):
        self._act()
        return "an id"

    def wait(self):
        pass

    def _hidden(self):
        self._act()

    def _take_in(self, text, position):
        self._act()

    def pages(self):
        yield self._act()

    @contextmanager
    def row(self):
        yield 1

    def fail(self):
        try:
            return self.sell(99)
        finally:
            self.is_over = True

    @property
    def total(self):
        return self.sold()

    @classmethod
    def opened(cls, act):
        return cls(act)

class Note:
    def __init__(self, desk):
        self.desk = desk

    def __str__(self):
        self.desk.wait()
        return "a note"
'''


class Bench:
    """A module of a kata, and what its functions report. `acts` is what they do."""

    def __init__(self, folder: Path) -> None:
        self._messages = MessageWriter(folder / MESSAGES)
        self._file = folder / MESSAGES
        self.record, contexts = Record(), Contexts(["Desk", "Sales"])
        self.record.install(self._messages)
        self.rows = RowRecorder(self.record, contexts, str(SOLUTIONS))
        self.deliveries = DeliveryRecorder(self.record, contexts, self.rows)
        self.commands = CommandRecorder(self.record, contexts, str(SOLUTIONS), self.deliveries)
        self.module: Any = sys.modules["desk"]
        tree = self.commands.compile(ast.parse(SOURCE, FILE))
        self.commands.attach(self.module)
        exec(compile(tree, FILE, "exec"), vars(self.module))  # noqa: S102 - as an import does
        self.desk = self.module.Desk(self.record.happens)

    def told(self, step: Callable[[Any], Any], kind: str = "when") -> list[str]:
        """Return what is reported while a step of this kind runs."""
        self.record.begin()
        self.commands.begin_step(kind)
        step(self)
        self.commands.end_step()
        self._messages.close()
        return [_shown(each) for each in read(self._file)]


def _shown(message: dict[str, Any]) -> str:
    if message["kind"] == "refusal":
        return f"{message['number']} refused: {message['type']} {message['message']}"
    values = [f"{name}={text}" for name, text in message["arguments"].items()]
    answer = f" → {message['answer']}" if message["kind"] == "query" else ""
    return (
        f"{message['order']} {message['context']}: {message['name']}({', '.join(values)}){answer}"
    )


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setitem(sys.modules, "desk", ModuleType("desk"))  # the library looks for it
    yield Bench(tmp_path)
    clear_topic_cache()


def _refused(bench: Bench) -> None:
    with pytest.raises(bench.module.RefusedError, match="not 21"):
        bench.desk.sell(21)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (lambda it: it.desk.sell(2, coffee="Huila"), ["1 Desk: Desk.sell(bags=2, coffee='Huila')"]),
        (lambda it: it.desk.start(), ["1 Desk: Desk.start()"]),
        (lambda it: it.desk.wait(), ["1 Desk: Desk.wait()"]),
        (lambda it: it.desk.sold(), ["2 Desk: Desk.sold() → 7"]),
        (lambda it: (it.desk.sold(), it.record.happens()), ["2 Desk: Desk.sold() → 7"]),
        (lambda it: (it.desk.sold(), it.desk.sold()), ["2 Desk: Desk.sold() → 7"]),
        (lambda it: it.desk.total, ["2 Desk: Desk.total() → 7"]),
        (lambda it: it.desk.tag("Mina"), []),
        (lambda it: it.desk.door(), []),
        (lambda it: it.desk._hidden(), []),  # noqa: SLF001 - as odd steps do
        (lambda it: list(it.desk.pages()), []),
        (lambda it: it.desk.opened(it.record.happens), []),
        (
            _refused,
            ["1 Desk: Desk.sell(bags=21, coffee='Sidamo')", "1 refused: RefusedError not 21"],
        ),
        (lambda it: it.module.Order("Mina"), ["1 : Order(customer='Mina')"]),
        (
            lambda it: it.module.Order("Mina").place(),
            ["1 : Order(customer='Mina')", "2 : Order.place()"],
        ),
    ],
    ids=[
        *("command", "that answers", "that does nothing", "query", "query, then more"),
        *("query twice", "property", "what repeats an argument", "part of a program"),
        *("hidden", "generator", "another object", "refused", "made", "decorated"),
    ],
)
def test_a_command_is_what_a_step_calls_and_what_acts(
    bench: Bench, step: Callable[[Any], Any], told: list[str]
) -> None:
    """What the code of the kata calls itself is no command. What only answers is a query."""
    assert bench.told(step) == told


@pytest.mark.parametrize("kind", ["given", "then"])
def test_only_a_when_has_commands(bench: Bench, kind: str) -> None:
    assert bench.told(lambda it: it.desk.sell(2), kind) == []


def test_a_then_has_queries(bench: Bench) -> None:
    """What changes something is none."""
    assert bench.told(lambda it: (it.desk.start(), it.desk.sold()), "then") == [
        "4 Desk: Desk.sold() → 7"
    ]


def test_a_given_has_no_queries(bench: Bench) -> None:
    assert bench.told(lambda it: it.desk.sold(), "given") == []


def test_of_many_queries_the_first_ones_are_kept(bench: Bench) -> None:
    told = bench.told(lambda it: [it.desk.times(each) for each in range(30)], "then")
    assert told[-1] == "20 Desk: Desk.times(number=9) → 18"
    assert len(told) == 10


def test_added_code_changes_nothing(bench: Bench) -> None:
    """Lines of a traceback, answers and the order of events are as they are written."""
    with pytest.raises(bench.module.RefusedError) as caught:
        bench.desk.fail()
    assert bench.desk.is_over
    lines = SOURCE.splitlines()
    frames = traceback.extract_tb(caught.value.__traceback__)[1:]
    named = [lines[(frame.lineno or 1) - 1].strip() for frame in frames]
    assert named[0] == "return self.sell(99)"
    assert named[1].endswith("# the line that is to be seen")
    assert len(named) == 2
    assert caught.value.__context__ is None
    assert bench.desk.sell.__doc__ == "Sell bags."
    with bench.desk.row() as row:
        assert row == 1


def test_whoever_is_handed_a_message_is_known_by_its_parameters(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the function is called, and also if it is none for others."""
    monkeypatch.setattr(RowRecorder, "is_complete", True)
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(bench.record, "send", lambda _, **values: told.append(values))
    bench.desk._take_in("Ada wants two bags", 7)  # noqa: SLF001 - as readers do
    assert [(each["context"], each["position"], each["text"]) for each in told] == [
        ("Desk", 7, "'Ada wants two bags'")
    ]


def test_odd_objects_do_no_harm(bench: Bench) -> None:
    """An argument whose text raises, and a class that raises where it can."""

    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError

    assert bench.told(lambda it: it.desk.sell(0, coffee=Odd())) == [
        "1 Desk: Desk.sell(bags=0, coffee=<its text raises RuntimeError>)"
    ]


def test_what_only_a_recorder_calls_is_no_call(bench: Bench) -> None:
    """As `__str__` of an argument, and what that calls."""
    note = bench.module.Note(bench.desk)
    assert bench.told(lambda it: it.desk.sell(2, coffee=note)) == [
        "1 Desk: Desk.sell(bags=2, coffee=a note)"
    ]
