"""Compares contexts: how far they have read, what they hold in the end, say and ask."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from katas._runner.lanes import Lane, lanes
from katas._runner.recorded import Call, Message, Row
from katas._runner.result import Scenario

from .alignment import Pair, align

Recorded = Row | Message | Call


@dataclass(frozen=True)
class Context:
    """A context, and what each of the two runs has of it, without its events."""

    name: str
    yours: Lane
    reference: Lane
    rows: list[Pair[Row]]
    messages: list[Pair[Message]]
    calls: list[Pair[Call]]

    @property
    def is_alike(self) -> bool:
        """Whether both have the same; the order of rows and of calls does not count."""
        return self.has_read_alike and all(pair.is_alike for pair in self._pairs)

    @property
    def _pairs(self) -> Sequence[Pair[Row] | Pair[Message] | Pair[Call]]:
        return [*self.rows, *self.messages, *self.calls]

    @property
    def has_read_alike(self) -> bool:
        """Whether as much is left to be read in both, and positions are stored with the same.

        One may have recorded more than the other, so the positions themselves do not count. Nor do
        tables and events that only one has.
        """
        both = _names(self.yours) & _names(self.reference)
        return _reading(self.yours, both) == _reading(self.reference, both)

    @property
    def kinds(self) -> set[Hashable]:
        """The kinds of differences: tables or names, and the values that differ.

        Where one has another table, or none, each table is a kind.
        """
        kinds = {kind for pair in self._pairs if not pair.is_alike for kind in _kinds(pair)}
        return kinds if self.has_read_alike else {*kinds, self.name}

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


def name_of(item: Recorded) -> str:
    """Return what is compared with what: a table, a kind of message, or a request."""
    match item:
        case Row():
            return item.table
        case Message():
            return item.name
        case Call():
            return f"{item.to}: {item.request}"


def values_of(item: Recorded) -> dict[str, str]:
    """Return what it holds or carries."""
    match item:
        case Row():
            return item.key | item.values
        case Message():
            return item.values
        case Call():
            return item.arguments


def differing(item: Recorded | None, other: Recorded | None) -> set[str]:
    """Return the names of the values that differ from those of a counterpart of the same name."""
    if item is None or other is None or name_of(item) != name_of(other):
        return set()
    return {name for name, _ in values_of(item).items() ^ values_of(other).items()}


def row_key(row: Row) -> Hashable:
    """Return what identifies a row."""
    return row.table, frozenset(row.key.items())


def _kinds(pair: Pair[Row] | Pair[Message] | Pair[Call]) -> Iterable[Hashable]:
    names = [each and name_of(each) for each in (pair.yours, pair.reference)]
    if names[0] == names[1]:
        return [(names[0], frozenset(differing(pair.yours, pair.reference)))]
    return [(side, name) for side, name in enumerate(names) if name is not None]


def _context(name: str, yours: Lane, reference: Lane) -> Context:
    rows = sorted(yours.rows, key=_place), sorted(reference.rows, key=_place)
    calls = sorted(yours.calls, key=_asked), sorted(reference.calls, key=_asked)
    return Context(
        name,
        yours,
        reference,
        align(*rows, _content, row_key, name_of),
        align(yours.messages, reference.messages, _said, name_of),
        align(*calls, _asked, name_of),
    )


def _place(row: Row) -> list[tuple[int, str]]:
    """Return a place that is the same in both runs, in which 2 comes before 10."""
    return [(0, row.table), *((len(text), text) for text in row.key.values())]


def _content(row: Row) -> Hashable:
    return row_key(row), frozenset(row.values.items())


def _said(message: Message) -> Hashable:
    return message.status, message.name, frozenset(message.values.items()), message.text


def _asked(call: Call) -> tuple[str, ...]:
    arguments = str(sorted(call.arguments.items()))
    return name_of(call), arguments, str(call.outcome), *call.after


def _names(lane: Lane) -> set[str]:
    """Return the names of a context's tables and events."""
    return {row.table for row in lane.rows} | {event.name for event in lane.events}


def _reading(lane: Lane, names: set[str]) -> dict[str, object]:
    """Return what is left to be read of each stream, and what of these is stored with positions."""
    return {
        stream: (
            reading.position if reading.unread is None else f"{reading.unread} left",
            reading.is_apart,
            names.intersection(reading.stored_with),
        )
        for stream, reading in lane.read.items()
    }


def _as_dict(lane: Lane) -> dict[str, Any]:
    return {
        "read": [asdict(reading) for reading in lane.read.values()],
        "rows": [asdict(row) for row in lane.rows],
        "messages": [asdict(message) for message in lane.messages],
        "calls": [asdict(call) for call in lane.calls],
    }
