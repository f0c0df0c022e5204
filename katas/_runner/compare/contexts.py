"""Compares what contexts have in the end: how far they have read, their rows, their messages."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from katas._runner.lanes import Lane, lanes
from katas._runner.recorded import Message, Row
from katas._runner.result import Scenario

from .alignment import Item, Pair, align


@dataclass(frozen=True)
class Context:
    """A context, and what each of the two runs has of it, without its events."""

    name: str
    yours: Lane
    reference: Lane
    rows: list[Pair[Row]]
    messages: list[Pair[Message]]

    @property
    def is_alike(self) -> bool:
        """Whether both have the same; the order of rows does not count."""
        is_alike = [pair.is_alike for pair in self.rows] + [pair.is_alike for pair in self.messages]
        return self.has_read_alike and all(is_alike)

    @property
    def has_read_alike(self) -> bool:
        """Whether as much is left to be read in both: one may have recorded more than the other."""
        return _unread(self.yours) == _unread(self.reference)

    @property
    def kinds(self) -> set[Hashable]:
        """The kinds of differences: tables or names, and the values that differ.

        Where one has another table, or none, each table is a kind.
        """
        return {
            *([] if self.has_read_alike else [self.name]),
            *_kinds(self.rows, _table, differing_columns),
            *_kinds(self.messages, _name, differing_values),
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the context in the published format."""
        return {
            "context": self.name,
            "is_alike": self.is_alike,
            "yours": _as_dict(self.yours),
            "reference": _as_dict(self.reference),
        }


def contexts(yours: Scenario, reference: Scenario) -> list[Context]:
    """Compare the contexts of the same name; what only one run has is compared with nothing."""
    mine, theirs = lanes(yours), lanes(reference)
    return [
        _context(name, mine.get(name, Lane()), theirs.get(name, Lane()))
        for name in dict.fromkeys([*mine, *theirs])
    ]


def differing_columns(row: Row | None, other: Row | None) -> set[str]:
    """Return the columns in which a row differs from its counterpart of the same table."""
    if row is None or other is None or row.table != other.table:
        return set()
    return _differing(row.key | row.values, other.key | other.values)


def differing_values(message: Message | None, other: Message | None) -> set[str]:
    """Return the values in which a message differs from its counterpart of the same name."""
    if message is None or other is None or message.name != other.name:
        return set()
    return _differing(message.values, other.values)


def row_key(row: Row) -> Hashable:
    """Return what identifies a row."""
    return row.table, frozenset(row.key.items())


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    return {name for name, _ in one.items() ^ other.items()}


def _kinds(
    pairs: list[Pair[Item]],
    name: Callable[[Item], str],
    differing: Callable[[Item | None, Item | None], set[str]],
) -> Iterator[Hashable]:
    for pair in pairs:
        names = [each and name(each) for each in (pair.yours, pair.reference)]
        if pair.is_alike:
            continue
        if names[0] == names[1]:
            yield names[0], frozenset(differing(pair.yours, pair.reference))
        else:
            yield from ((side, each) for side, each in enumerate(names) if each is not None)


def _context(name: str, yours: Lane, reference: Lane) -> Context:
    rows = sorted(yours.rows, key=_place), sorted(reference.rows, key=_place)
    return Context(
        name,
        yours,
        reference,
        align(*rows, _content, row_key, _table),
        align(yours.messages, reference.messages, _said, _name),
    )


def _place(row: Row) -> list[tuple[int, str]]:
    """Return a place that is the same in both runs, in which 2 comes before 10."""
    return [(0, row.table), *((len(text), text) for text in row.key.values())]


def _content(row: Row) -> Hashable:
    return row_key(row), frozenset(row.values.items())


def _table(row: Row) -> str:
    return row.table


def _said(message: Message) -> Hashable:
    return message.status, message.name, frozenset(message.values.items()), message.text


def _name(message: Message) -> str:
    return message.name


def _unread(lane: Lane) -> dict[str, Hashable]:
    return {
        stream: ("up to", reading.position) if reading.unread is None else reading.unread
        for stream, reading in lane.read.items()
    }


def _as_dict(lane: Lane) -> dict[str, Any]:
    return {
        "read": [asdict(reading) for reading in lane.read.values()],
        "rows": [asdict(row) for row in lane.rows],
        "messages": [asdict(message) for message in lane.messages],
    }
