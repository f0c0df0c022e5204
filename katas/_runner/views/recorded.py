"""Shows what a scenario has recorded: by context, with what was read, and what tables hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.text import Text

from katas._runner.recorded import DELETED, Row
from katas._runner.result import Event, Scenario

from .console import plain
from .events import event_text, that_matter, with_heads
from .printer import Printer

_NOWHERE = "(in no store)"
"""The heading of what belongs to no context, beside others that belong to one."""


@dataclass
class _Lane:
    """What a context has: events with their heads, what it has read, and rows of its tables."""

    events: list[tuple[str, Event]] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class RecordedView:
    """Prints at most `most` events, and as many rows but one."""

    def __init__(self, printer: Printer, most: int) -> None:
        self._print = printer
        self._most = most

    def scenario(self, scenario: Scenario) -> None:
        """Print what a scenario has recorded so far; nothing if it has recorded nothing."""
        events = that_matter(scenario.events, scenario.steps)[-self._most :]
        lanes = _lanes(scenario, events, self._most - 1)
        if not lanes:
            return
        self._print.line()
        self._print.line("Recorded so far", "bold")
        left = len(scenario.events) - len(events)
        if left:
            others = "other" if left == 1 else "others"
            self._print.line(f"… {left} {others} left out", "dim", indent=2)
        has_heads = len(lanes) > 1 or any(lane.read or lane.rows for lane in lanes.values())
        for context, lane in lanes.items():
            if has_heads:
                head = f"{plain(context) or _NOWHERE}{_has_read(scenario, lane)}"
                self._print.line(head, "cyan", indent=2)
            for head, event in lane.events:
                self._entry(event_text(event), head, 4 if has_heads else 2)
            for row in lane.rows:
                self._entry(_row_text(row), "", 4)

    def _entry(self, text: Text, head: str, margin: int) -> None:
        """Print an event or a row; what does not fit follows below its values."""
        indent = margin + len(head)
        lines = self._print.wrapped(text, indent)
        if len(lines) > 1:
            lines = self._print.wrapped(text, indent + 2)
        for number, line in enumerate(lines):
            begin = Text(" " * margin + head if number == 0 else " " * (indent + 2), "dim")
            self._print.whole(Text.assemble(begin, line))


def _lanes(scenario: Scenario, events: list[Event], most_rows: int) -> dict[str, _Lane]:
    """Return the contexts in the order in which they appear, as far as there is something of them.

    What a context has read of itself is its own affair, as when it translates its events.
    """
    lanes: dict[str, _Lane] = {}
    for head, event in with_heads(scenario.events, events):
        lanes.setdefault(event.context, _Lane()).events.append((head, event))
    for each in scenario.tracking:
        if each.committed and each.context != each.stream:
            lanes.setdefault(each.context, _Lane()).read[each.stream] = each.position
    rows = sorted(_held(scenario), key=lambda row: row.order)
    for row in rows[-most_rows:] if most_rows > 0 else []:
        lanes.setdefault(row.context, _Lane()).rows.append(row)
    return lanes


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


def _has_read(scenario: Scenario, lane: _Lane) -> str:
    """Return how far a context has read, and how far it could: ", has read Sales up to 2 of 3"."""
    parts = []
    for stream, position in lane.read.items():
        last = _last(scenario, stream)
        of = f" of {last}" if last and last >= position else ""
        parts.append(f"{plain(stream)} up to {position}{of}")
    return f", has read {' and '.join(parts)}" if parts else ""


def _last(scenario: Scenario, stream: str) -> int | None:
    """Return the last position in a stream: that of the messages, where there are any."""
    sent = [each.position for each in scenario.messages if stream in (each.stream, each.context)]
    stored = [each.position for each in scenario.events if each.context == stream]
    return max((each for each in sent or stored if each is not None), default=None)


def _row_text(row: Row) -> Text:
    """Return a row in one line: its table, its key, and its values."""
    values = (row.key | row.values).items()
    table = plain(row.table)
    text = Text("  ".join([table, *(f"{plain(name)}={plain(value)}" for name, value in values)]))
    text.stylize("bold", 0, len(table))
    return text
