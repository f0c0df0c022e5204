"""Shows what two solutions have recorded in a scenario: by context, with what differs marked."""

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.text import Text

from katas._runner.compare.alignment import Item, Pair
from katas._runner.compare.behaviour import Behaviour, History, differing
from katas._runner.compare.contexts import Context, Recorded, row_key, values_of
from katas._runner.compare.contexts import differing as differing_values
from katas._runner.lanes import Lane
from katas._runner.recorded import Call, Message, Row
from katas._runner.result import FAILED, NOT_RUN, Event

from .columns import Columns
from .console import plain
from .events import event_text
from .prose import counted
from .recorded import call_text, lane_head, message_text, row_text

_EVENTS_AROUND = 1
_MOST_EVENTS = 60
"""Events of an aggregate that are shown, of each of the two."""

_MOST = 6
"""Rows and messages of a context that are shown, of each of the two."""

_NOTES = {FAILED: "  (fails with your code)", NOT_RUN: "  (has not run with your code)"}


class BehaviourView:
    """Prints what differs in a scenario."""

    def __init__(self, console: Console, columns: Columns) -> None:
        self._console = console
        self._columns = columns

    def behaviour(self, behaviour: Behaviour) -> None:
        """Print a scenario's title, and each context in which something differs."""
        title = (plain(behaviour.title), "bold"), (after_title(behaviour), "dim")
        self._console.print(Text.assemble(*title))
        has_names = len(behaviour.histories) > 1
        has_heads = _has_heads(behaviour.contexts)
        alike = []
        for context in behaviour.contexts:
            histories = [each for each in behaviour.histories if each.context == context.name]
            if context.is_alike and all(history.is_alike for history in histories):
                alike.append(lane_head(context.name, Lane()))
                continue
            if has_heads:
                self._columns.head(_head(context))
            self._histories(histories, 2 if has_heads else 0, has_names=has_names)
            self._rows(context.rows)
            self._several(context.messages, _message, "message", [context.messages])
            self._several(context.calls, _call, "call", [context.calls])
        if has_heads and alike:
            self._dim(f"{' and '.join(alike)}: alike", 0)

    def _histories(self, histories: list[History], indent: int, *, has_names: bool) -> None:
        """Print aggregates; the number of one may differ between the two solutions."""

        def shown(event: Event, other: Event | None) -> Text:
            return _event(event, other, has_name=has_names)

        for history in histories:
            if not history.is_alike:
                first, more = history.events[:_MOST_EVENTS], len(history.events) - _MOST_EVENTS
                self._columns.lines(_texts(first, shown, indent), _EVENTS_AROUND)
                if more > 0:
                    self._dim(counted(more, "more event"), indent)
        self._alike(sum(history.is_alike for history in histories), "aggregate", indent)

    def _rows(self, rows: list[Pair[Row]]) -> None:
        """Print rows; the two states of one row are next to each other."""
        changed = [[pair] for pair in rows if _is_one_row(pair)]
        others = [pair for pair in rows if not _is_one_row(pair)]
        self._several(rows, _row, "row", [*changed, others])

    def _several(
        self,
        every: list[Pair[Item]],
        text: Callable[[Item, Item | None], Text],
        noun: str,
        groups: Iterable[list[Pair[Item]]],
    ) -> None:
        left = _MOST
        for group in groups:
            different = [pair for pair in group if not pair.is_alike]
            self._columns.lines(_texts(different[:left], text, 2), 0)
            left -= len(different[:left])
        more = sum(not pair.is_alike for pair in every) - _MOST
        if more > 0:
            self._dim(f"{counted(more, f'more {noun}')} not alike", 2)
        self._alike(sum(pair.is_alike for pair in every), noun, 2)

    def _alike(self, count: int, noun: str, indent: int) -> None:
        if count:
            self._dim(f"{counted(count, noun)} alike", indent)

    def _dim(self, text: str, indent: int) -> None:
        self._console.print(Text(f"  {' ' * indent}… {text}", "dim"))


def after_title(behaviour: Behaviour) -> str:
    """Return what stands after a scenario's title if it does not pass."""
    return _NOTES.get(behaviour.status, "")


def _has_heads(contexts: list[Context]) -> bool:
    """Return whether contexts are named: one alone that has only events is not."""
    every = [lane for context in contexts for lane in (context.yours, context.reference)]
    return len(contexts) > 1 or any(
        lane.read or lane.rows or lane.messages or lane.calls for lane in every
    )


def _head(context: Context) -> Pair[Text]:
    yours, reference = (
        Text(lane_head(context.name, lane), "cyan") if lane != Lane() else None
        for lane in (context.yours, context.reference)
    )
    is_alike = context.has_read_alike and None not in (yours, reference)
    return Pair(yours, reference, is_alike=is_alike)


def _is_one_row(pair: Pair[Row]) -> bool:
    return bool(pair.yours and pair.reference and row_key(pair.yours) == row_key(pair.reference))


def _texts(
    pairs: list[Pair[Item]], text: Callable[[Item, Item | None], Text], indent: int
) -> list[Pair[Text]]:
    """Return pairs as text, each shown beside its counterpart."""

    def shown(item: Item | None, other: Item | None) -> Text | None:
        return None if item is None else Text.assemble(" " * indent, text(item, other))

    return [
        Pair(shown(pair.yours, pair.reference), shown(pair.reference, pair.yours), pair.is_alike)
        for pair in pairs
    ]


def _event(event: Event, other: Event | None, *, has_name: bool) -> Text:
    text = _underlined(event_text(event), event.attributes, differing(event, other))
    head = f"{event.aggregate}  v{event.version} " if has_name else f"{event.version:>2} "
    return Text.assemble((head, "dim"), text)


def _row(row: Row, other: Row | None) -> Text:
    return _marked(row_text(row), row, other)


def _message(message: Message, other: Message | None) -> Text:
    return _marked(message_text(message), message, other)


def _call(call: Call, other: Call | None) -> Text:
    return _marked(call_text(call), call, other)


def _marked(text: Text, item: Recorded, other: Recorded | None) -> Text:
    return _underlined(text, values_of(item), differing_values(item, other))


def _underlined(text: Text, values: dict[str, str], names: set[str]) -> Text:
    """Underline the values that differ from those of the counterpart."""
    for name in names & values.keys():
        text.highlight_words([f"{plain(name)}={plain(values[name])}"], "underline")
    return text
