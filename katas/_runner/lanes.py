"""What each context of a scenario has in the end, and what it has said and asked."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from .recorded import DELETED, RECEIVED, SENT, Call, Message, Row
from .result import Event, Scenario


@dataclass(frozen=True)
class Reading:
    """How far a context has read a stream; `last` is the last position in it, if it is known."""

    stream: str
    position: int
    last: int | None = None

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
    for each in scenario.tracking:
        if each.committed and each.context != each.stream:
            reading = Reading(each.stream, each.position, _last(scenario, each.stream))
            found.setdefault(each.context, Lane()).read[each.stream] = reading
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
        key = each.context, each.to, each.request, *each.arguments.items(), each.outcome
        found.setdefault(key, each)
    return found.values()


def _held(scenario: Scenario) -> Iterator[Row]:
    """Yield the rows that are in the tables in the end."""
    held: dict[tuple[str, str, tuple[str, ...]], Row] = {}
    for row in scenario.rows:
        key = row.context, row.table, tuple(row.key.values())
        if row.committed:
            held.pop(key, None)
            if row.change != DELETED:
                held[key] = row
    yield from held.values()


def _last(scenario: Scenario, stream: str) -> int | None:
    """Return the last position in a stream: that of the messages, where there are any."""
    sent = [
        each.position
        for each in scenario.messages
        if stream == each.stream or (stream == each.context and each.status == SENT)
    ]
    stored = [each.position for each in scenario.events if each.context == stream]
    return max((each for each in sent or stored if each is not None), default=None)
