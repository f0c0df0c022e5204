"""Shows what a scenario has recorded: by context, with what was read, and what tables hold."""

from operator import attrgetter

from rich.text import Text

from katas._runner.lanes import Lane, lanes
from katas._runner.recorded import ANSWERED, NO_ANSWER, SENT, Call, Message, Row
from katas._runner.result import Event, Scenario

from .console import plain
from .events import event_text, that_matter, with_heads
from .printer import Printer

_NOWHERE = "(in no store)"
"""The heading of what belongs to no context, beside others that belong to one."""


class RecordedView:
    """Prints at most `most` events, and as many rows and calls but one."""

    def __init__(self, printer: Printer, most: int) -> None:
        self._print = printer
        self._most = most

    def scenario(self, scenario: Scenario) -> None:
        """Print what a scenario has recorded so far; nothing if it has recorded nothing."""
        events = that_matter(scenario.events, scenario.steps)[-self._most :]
        every = lanes(scenario)
        shown = _shown(scenario, every, events, max(self._most - 1, 0))
        if not shown:
            return
        self._print.line()
        self._print.line("Recorded so far", "bold")
        left = len(scenario.events) - len(events)
        if left:
            others = "other" if left == 1 else "others"
            self._print.line(f"… {left} {others} left out", "dim", indent=2)
        has_heads = len(shown) > 1 or any(
            every[each].read or every[each].rows or every[each].calls for each in shown
        )
        for context, entries in shown.items():
            if has_heads:
                self._print.line(lane_head(context, every[context]), "cyan", indent=2)
            for head, text in entries:
                self._entry(text, head, 4 if has_heads else 2)
        if scenario.left_out:
            self._print.line(
                f"… and {scenario.left_out} more, too many to be kept", "dim", indent=2
            )

    def _entry(self, text: Text, head: str, margin: int) -> None:
        """Print an event or a row; what does not fit follows below its values."""
        indent = margin + len(head)
        lines = self._print.wrapped(text, indent)
        if len(lines) > 1:
            lines = self._print.wrapped(text, indent + 2)
        for number, line in enumerate(lines):
            begin = Text(" " * margin + head if number == 0 else " " * (indent + 2), "dim")
            self._print.whole(Text.assemble(begin, line))


def _shown(
    scenario: Scenario, every: dict[str, Lane], events: list[Event], most_others: int
) -> dict[str, list[tuple[str, Text]]]:
    """Return the lines of each context that has any, with their heads, or has read something."""
    found: dict[str, list[tuple[str, Text]]] = {context: [] for context in every}
    for head, event in with_heads(scenario.events, events):
        found[event.context].append((head, event_text(event)))
    others: list[Row | Call] = []
    for lane in every.values():
        others += [*lane.rows, *lane.calls]
    others.sort(key=attrgetter("order"))
    for each in others[max(len(others) - most_others, 0) :]:
        text = row_text(each) if isinstance(each, Row) else call_text(each)
        found[each.context].append(("", text))
    return {context: lines for context, lines in found.items() if lines or every[context].read}


def lane_head(context: str, lane: Lane) -> str:
    """Return a context's heading: "Warehouse, has read Sales up to 2 of 3".

    Messages have numbers of their own: "has read Sales_Public up to message 1 of 1".
    """
    parts = []
    for reading in lane.read.values():
        of = f" of {reading.last}" if reading.unread is not None else ""
        stored = f" (stored with {' and '.join(map(plain, reading.stored_with))})"
        stored = stored if reading.stored_with else " (stored on its own)" * reading.is_apart
        stream, number = reading.stream, str(reading.position)
        if reading.said_in:
            stream, number = reading.said_in, f"message {number}"
        parts.append(f"{plain(stream)} up to {number}{of}{stored}")
    read = f", has read {' and '.join(parts)}" if parts else ""
    return f"{plain(context) or _NOWHERE}{read}"


def row_text(row: Row) -> Text:
    """Return a row in one line: its table, its key, and its values."""
    table = plain(row.table)
    text = Text("  ".join([table, *_named(row.key | row.values)]))
    text.stylize("bold", 0, len(table))
    return text


def message_text(message: Message) -> Text:
    """Return a message in one line: its name, what it carries, and whether it was set aside."""
    name = plain(message.name) or "unknown"
    values = _named(message.values) or [plain(message.text)]
    state = "" if message.status == SENT else f"({message.status})"
    text = Text("  ".join(filter(None, ["message", name, *values, state])))
    text.highlight_words([name], "bold")
    return text


def call_text(call: Call) -> Text:
    """Return a call in one line: who is asked for what, what was answered, and after what."""
    name = plain(f"{call.to}: {call.request}")
    after = f"after {' and '.join(call.after)} was saved" if call.after else ""
    state = f"({plain(', '.join(filter(None, [_ending(call), after])))})"
    text = Text("  ".join(filter(None, ["asks", name, *_named(call.arguments), state])))
    text.highlight_words([name], "bold")
    return text


def _ending(call: Call) -> str:
    if call.outcome in (None, ANSWERED):
        return call.answer or call.outcome or NO_ANSWER
    return f"{call.answer}: {call.outcome}" if call.answer else str(call.outcome)


def _named(values: dict[str, str]) -> list[str]:
    return [f"{plain(name)}={plain(value)}" for name, value in values.items()]
