"""Puts recorded events into words."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from katas._runner.result import Event, Step

from .console import plain

_FEW = 5
"""So many events are shown whatever they are about."""

_ID = re.compile(r"UUID\('([0-9a-f]{8})-[0-9a-f-]{27}'\)|\b([0-9a-f]{8})-[0-9a-f-]{27}\b")


def event_text(event: Event) -> Text:
    """An event in one line: its name, its attributes, and whether it was lost."""
    values = [f"{name}={_short_ids(plain(value))}" for name, value in event.attributes.items()]
    values += ["(not\N{NO-BREAK SPACE}saved)"] if event.stored is False else []
    text = Text("  ".join([event.name, *values]))
    text.stylize("bold", 0, len(event.name))
    return text


def with_heads(events: list[Event], shown: list[Event]) -> Iterator[tuple[str, Event]]:
    """Say before each event shown whose it is, which one of its aggregate's, and when it happened.

    An aggregate is named by its class, with a number only where there are several of it, and not
    at all where there is no other aggregate. Times are told where they differ.
    """
    aggregates = {event.aggregate for event in events}
    of_a_class = Counter(_class(aggregate) for aggregate in aggregates)
    is_timed = len({event.time for event in shown} - {None}) > 1
    for event in shown:
        is_only_one = of_a_class[_class(event.aggregate)] == 1
        name = _class(event.aggregate) if is_only_one else event.aggregate
        head = f"{event.version:>2} " if len(aggregates) == 1 else f"{name}  v{event.version} "
        yield (f"{_moment(event)}  {head}" if is_timed else head), event


def that_matter(events: list[Event], steps: list[Step]) -> list[Event]:
    """The events of the aggregates that have changed since the first `When`.

    All events, if there are few, or if nothing has changed since.
    """
    acts = [number for number, step in enumerate(steps) if step.keyword == "When"]
    since = [each for each in events if acts and each.step is not None and each.step >= acts[0]]
    changed = {event.aggregate for event in since} or {event.aggregate for event in events}
    return events if len(events) <= _FEW else [each for each in events if each.aggregate in changed]


def _short_ids(text: str) -> str:
    """Shorten ids to what tells one from another."""
    return _ID.sub(lambda found: f"{found[1] or found[2]}…", text)


def _moment(event: Event) -> str:
    """When an event happened, as in " 2 Mar 09:00"; blank where the story does not say so."""
    if not event.time:
        return " " * len("31 Dec 23:59")
    time = datetime.fromisoformat(event.time)
    return f"{time.day:>2} {time:%b %H:%M}"


def _class(aggregate: str) -> str:
    """The class in a name such as "Order 2"."""
    return aggregate.rpartition(" ")[0]
