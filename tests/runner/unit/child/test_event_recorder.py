"""The messages of a run, and the texts of values in them."""

from collections import Counter, defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from katas._runner.child.messages import MessageWriter
from katas._runner.child.value_text import value_text
from katas._runner.protocol import MESSAGES
from katas._runner.run.messages import read
from katas.given.sales.grind import Grind
from katas.given.sales.line import Line
from katas.given.sales.money import Money


def test_messages_of_threads_do_not_mix(tmp_path: Path) -> None:
    """Each message is a line of its own, whoever sends it."""
    messages = MessageWriter(tmp_path / MESSAGES)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: messages.send("output", text=str(number)), range(2000)))
    messages.close()
    assert sorted(int(each["text"]) for each in read(tmp_path / MESSAGES)) == list(range(2000))


@pytest.mark.parametrize("text", ["a\u2028b\x85c\x0bd\ne", "🫘", "\0", "x" * 100_000])
def test_any_text_arrives(tmp_path: Path, text: str) -> None:
    """Separators of lines within a text end no message."""
    messages = MessageWriter(tmp_path / MESSAGES)
    messages.send("output", text=text)
    messages.close()
    assert read(tmp_path / MESSAGES) == [{"kind": "output", "text": text}]


def test_a_lone_surrogate_is_replaced(tmp_path: Path) -> None:
    """Nobody could print it."""
    messages = MessageWriter(tmp_path / MESSAGES)
    messages.send("output", text="a\udcffb")
    messages.close()
    assert read(tmp_path / MESSAGES)[0]["text"] == "a?b"


def test_a_message_that_was_cut_off_is_dropped(tmp_path: Path) -> None:
    """The end of the process may come in the middle of a letter."""
    (tmp_path / MESSAGES).write_bytes(b'{"kind": "end"}\n{"kind": "output", "text": "\xe2')
    assert read(tmp_path / MESSAGES) == [{"kind": "end"}]


class Odd:
    """A value whose text comes from a function."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __repr__(self) -> Any:
        return self._make()


def _interrupt() -> None:
    raise KeyboardInterrupt


def _recurse() -> str:
    return _recurse()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: 1 / 0, "<its text raises ZeroDivisionError>"),
        (lambda: 3, "<its text raises TypeError>"),
        (_interrupt, "<its text raises KeyboardInterrupt>"),
        (_recurse, "<its text raises RecursionError>"),
        (lambda: "two\nlines", "two lines"),
        (lambda: "x" * 10_000, "x" * 199 + "…"),
    ],
)
def test_an_odd_value_has_some_text(make: Any, text: str) -> None:
    """Whatever a learner's __repr__ does, the run goes on, and the text is a short line."""
    assert value_text(Odd(make)) == text


@dataclass(frozen=True)
class Address:
    """A value with some attributes."""

    street: str
    city: str


class Seat(NamedTuple):
    """A tuple with names."""

    row: int
    price: Decimal


class Basket(dict[str, int]):
    """A mapping that shows itself in its own way."""

    def __repr__(self) -> str:
        return "a basket"


HOME = Address("1 " + "Long " * 12 + "Lane", "Porto")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("bean" * 20, "'" + ("bean" * 20)[:58] + "…"),
        (HOME, repr(HOME)),
        (
            Line("Sidamo", 2, Money(Decimal("8.90"))),
            "Line(coffee='Sidamo', bags=2, price=€8.90, grind=WHOLE_BEANS)",
        ),
        ([Money(Decimal("8.90"))], "[€8.90]"),
        ({"Mina": Money(Decimal(1)), "it's": 1}, '{Mina: €1.00, "it\'s": 1}'),
        (Counter({"Sidamo": 2}), "{Sidamo: 2}"),
        (defaultdict(list, {7: [Decimal("1.5")]}), "{7: [1.5]}"),
        (deque([datetime(2026, 3, 2, 9, tzinfo=UTC)]), "[2026-03-02 09:00:00+00:00]"),
        (MappingProxyType({UUID(int=7): Grind.WHOLE_BEANS}), f"{{{UUID(int=7)}: WHOLE_BEANS}}"),
        (Seat(7, Decimal("8.90")), "Seat(row=7, price=8.90)"),
        (Basket(Sidamo=2), "a basket"),
        ((), "()"),
        (frozenset("ba"), "{'a', 'b'}"),
        (list(range(1000)), f"[{', '.join(map(str, range(52)))}, …"),
    ],
    ids=[
        *["text", "object", "line", "amounts", "dict", "counter", "default", "deque"],
        *["mapping", "named tuple", "a learner's", "nothing", "set", "many"],
    ],
)
def test_a_value_is_shown_whole_or_to_the_end_of_a_part(value: Any, text: str) -> None:
    """A long text is cut anywhere; an address is not."""
    assert value_text(value) == text
