"""Formats recorded events as text."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from katas._runner.result import Event, Step

from .console import plain

_FEW = 5
"""Up to this number, all events are shown."""

_ID = re.compile(r"UUID\('([0-9a-f]{8})-[0-9a-f-]{27}'\)|\b([0-9a-f]{8})-[0-9a-f-]{27}\b")


def event_text(event: Event) -> Text:
    """Return an event in one line: its name, attributes and tags, and how it was saved.

    That is said where it was not, or where something else has happened before.
    """
    values = [f"{name}={_short_ids(plain(value))}" for name, value in event.attributes.items()]
    values += [f"[{', '.join(map(plain, event.tags))}]"] if event.tags else []
    values += [f"({state})"] if (state := _state(event)) else []
    text = Text("  ".join([event.name, *values]))
    text.stylize("bold", 0, len(event.name))
    return text


def _state(event: Event) -> str:
    if event.stored is False:
        return "not\N{NO-BREAK SPACE}saved"
    later = ["in a later step"] if event.is_settled_in_later_step else []
    after = [f"after {' and '.join(map(plain, event.after))}"] if event.after else []
    return f"saved {', '.join([*later, *after])}" if later or after else ""


def with_heads(events: list[Event], shown: list[Event]) -> Iterator[tuple[str, Event]]:
    """Yield each shown event with a heading: its aggregate, its version, and its time.

    Instead of a version, an event with tags has its position.

    An aggregate is named by its class, with a number if there are several. If there is only one
    aggregate, it is not named. Times are given only if they differ.
    """
    aggregates = {event.aggregate for event in events}
    of_a_class = Counter(_class(aggregate) for aggregate in aggregates)
    is_timed = len({event.time for event in shown} - {None}) > 1
    for event in shown:
        is_only_one = of_a_class[_class(event.aggregate)] == 1
        name = _class(event.aggregate) if is_only_one else event.aggregate
        number = event.version or event.position or ""
        head = f"{number:>2} " if len(aggregates) == 1 else f"{name}  v{number} "
        yield (f"{_moment(event)}  {head}" if is_timed else head), event


def that_matter(events: list[Event], steps: list[Step]) -> list[Event]:
    """Return the events of the aggregates that have changed since the first `When`.

    Return all events if there are few, or if nothing has changed since.
    """
    acts = [number for number, step in enumerate(steps) if step.keyword == "When"]
    since = [each for each in events if acts and each.step is not None and each.step >= acts[0]]
    changed = {event.aggregate for event in since} or {event.aggregate for event in events}
    return events if len(events) <= _FEW else [each for each in events if each.aggregate in changed]


def _short_ids(text: str) -> str:
    """Shorten ids to their first eight digits."""
    return _ID.sub(lambda found: f"{found[1] or found[2]}…", text)


def _moment(event: Event) -> str:
    """Return an event's time, as in " 2 Mar 09:00"; blank if the scenario has set no clock."""
    if not event.time:
        return " " * len("31 Dec 23:59")
    time = datetime.fromisoformat(event.time)
    return f"{time.day:>2} {time:%b %H:%M}"


def _class(aggregate: str) -> str:
    """Return the class in a name such as "Order 2"."""
    return aggregate.rpartition(" ")[0]
