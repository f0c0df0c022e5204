"""What each context of a scenario has in the end, and what it has said and asked."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from .recorded import DELETED, RECEIVED, SENT, Call, Message, Row, Tracking
from .result import Event, Scenario


@dataclass(frozen=True)
class Reading:
    """How far a context has read a stream; `last` is the last position in it, if it is known.

    `said_in` names the public stream, if it is not the stream's events that are read but messages.
    `stored_with` names the tables and events that were stored in the same transactions. `is_apart`
    says that there are none, although the context has stored something in the same steps.
    """

    stream: str
    position: int
    last: int | None = None
    stored_with: tuple[str, ...] = ()
    is_apart: bool = False
    said_in: str = ""

    @property
    def unread(self) -> int | None:
        """How much of the stream is still to be read, if that is known."""
        if self.last is None or self.last < self.position:
            return None
        return self.last - self.position


@dataclass
class Lane:
    """What a context has; `rows` are those that its tables hold, `messages` what it has said.

    Of calls that are the same, with the same outcome, `calls` has the first.
    """

    events: list[Event] = field(default_factory=list)
    read: dict[str, Reading] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


def lanes(scenario: Scenario) -> dict[str, Lane]:
    """Return the contexts in the order in which they appear, as far as there is something of them.

    What a context has read of itself is its own affair, as when it translates its events.
    """
    found: dict[str, Lane] = {}
    for event in scenario.events:
        found.setdefault(event.context, Lane()).events.append(event)
    last = {
        (each.context, each.stream): each
        for each in scenario.tracking
        if each.committed and each.context != each.stream
    }
    for each in last.values():
        found.setdefault(each.context, Lane()).read[each.stream] = _reading(scenario, each)
    for row in sorted(_held(scenario), key=lambda row: row.order):
        found.setdefault(row.context, Lane()).rows.append(row)
    for message in scenario.messages:
        if message.status != RECEIVED:
            found.setdefault(message.context, Lane()).messages.append(message)
    for call in _different(scenario.calls):
        found.setdefault(call.context, Lane()).calls.append(call)
    return found


def _different(calls: Iterable[Call]) -> Iterable[Call]:
    found: dict[Hashable, Call] = {}
    for each in calls:
        key = (each.context, each.to, each.request, *each.arguments.items(), each.outcome)
        key = (*key, *each.after)
        found.setdefault(key, each)
    return found.values()


def _held(scenario: Scenario) -> Iterator[Row]:
    """Yield the rows that are in the tables in the end: of each, in the store used last."""
    committed = [row for row in scenario.rows if row.committed]
    last = {(row.context, row.table): row.store for row in committed}
    held: dict[tuple[str, str, tuple[str, ...]], Row] = {}
    for row in committed:
        key = row.context, row.table, tuple(row.key.values())
        if row.store == last[row.context, row.table]:
            held.pop(key, None)
            if row.change != DELETED:
                held[key] = row
    yield from held.values()


def _reading(scenario: Scenario, last: Tracking) -> Reading:
    """Return how far a context has read a stream, by the position that it has stored last."""
    own = [
        each
        for each in scenario.tracking
        if each.committed and (each.context, each.stream) == (last.context, last.stream)
    ]
    moments, steps = {each.settled for each in own} - {None}, {each.step for each in own}
    stored = [
        (each.table if isinstance(each, Row) else each.name, each)
        for each in _stored(scenario)
        if each.context == last.context and moments
    ]
    names = sorted({name for name, each in stored if each.settled in moments})
    is_apart = not names and any(each.step in steps for _, each in stored)
    said = _said(scenario, last.stream)
    said_in = next((each.stream or last.stream for each in said), "")
    end = _last(scenario, last.stream, said)
    return Reading(last.stream, last.position, end, tuple(names), is_apart, said_in)


def _stored(scenario: Scenario) -> Iterator[Row | Event]:
    yield from (row for row in scenario.rows if row.committed)
    yield from (event for event in scenario.events if event.stored)


def _said(scenario: Scenario, stream: str) -> list[Message]:
    """Return the messages of a stream, which others read instead of its events."""
    return [
        each
        for each in scenario.messages
        if stream == each.stream or (stream == each.context and each.status == SENT)
    ]


def _last(scenario: Scenario, stream: str, said: list[Message]) -> int | None:
    """Return the last position in a stream: that of the messages, where there are any."""
    sent = [each.position for each in said]
    stored = [each.position for each in scenario.events if each.context == stream]
    return max((each for each in sent or stored if each is not None), default=None)
