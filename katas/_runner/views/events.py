"""Puts recorded events into words."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from katas._runner.result import Event

from .console import plain


def event_text(event: Event) -> Text:
    """An event in one line: its name, its attributes, and whether it was lost."""
    values = [f"{name}={plain(value)}" for name, value in event.attributes.items()]
    values += ["(not\N{NO-BREAK SPACE}saved)"] if event.stored is False else []
    text = Text("  ".join([event.name, *values]))
    text.stylize("bold", 0, len(event.name))
    return text


def with_heads(events: list[Event]) -> Iterator[tuple[str, Event]]:
    """Say before each event whose it is, and which one of its aggregate's.

    An aggregate is named by its class, with a number only where there are several of it, and not
    at all where there is no other aggregate.
    """
    aggregates = {event.aggregate for event in events}
    of_a_class = Counter(_class(aggregate) for aggregate in aggregates)
    for event in events:
        is_only_one = of_a_class[_class(event.aggregate)] == 1
        name = _class(event.aggregate) if is_only_one else event.aggregate
        head = f"{event.version:>2} " if len(aggregates) == 1 else f"{name}  v{event.version} "
        yield head, event


def _class(aggregate: str) -> str:
    """The class in a name such as "Order 2"."""
    return aggregate.rpartition(" ")[0]
