"""An order's recorded history, in business words."""

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from uuid import uuid4

from eventsourcing.utils import get_topic

from katas._runner.child.value_text import value_text
from katas.given.sales.money import Money
from tests.support.vocabulary import words

SENTENCES = {
    "Started": "started for {e.customer}",
    "LineAdded": "{bags} of {e.coffee} added at {e.price}",
    "Placed": "placed",
    "Cancelled": "cancelled: {e.reason}",
}

CARRIED: dict[str, dict[str, type]] = {
    "Started": {"customer": str},
    "LineAdded": {"coffee": str, "bags": int, "price": Money},
    "Placed": {},
    "Cancelled": {"reason": str},
}
OTHERS = {"Created": "the library's own name for the first one, where `__init__` has no `@event`"}
"""What events are called that no brief names, and why."""
BOOKKEEPING = {"originator_id", "originator_version", "originator_topic", "timestamp"}

# The same sentences, to be read.
READ = {
    "Started": words("started for {customer}"),
    "LineAdded": words("{bags:Bags} of {coffee} added at {price:Money}"),
    "Placed": words("placed"),
    "Cancelled": words("cancelled: {reason}"),
}


def recorded(order_class: Any, sentences: Iterable[str], when: datetime) -> list[Any]:
    """Return an order's events from such sentences, as instances of the order's own classes."""
    originator_id = uuid4()
    return [
        _recorded(
            order_class,
            sentence,
            originator_id=originator_id,
            originator_version=version,
            timestamp=when,
        )
        for version, sentence in enumerate(sentences, start=1)
    ]


def _recorded(order_class: Any, sentence: str, **origin: Any) -> Any:
    name, read = next((name, read) for name, read in READ.items() if read.is_matching(sentence))
    carried = read.parse_arguments(sentence) or {}
    if name == "Started":
        origin["originator_topic"] = get_topic(order_class)
    event_class = getattr(order_class, name, None)
    assert event_class, f"“{sentence}” was recorded as Order.{name}, but there is no such class."
    try:
        return event_class(**origin, **carried)
    except TypeError as error:
        carries = ", ".join(carried) or "nothing more"
        raise AssertionError(f"Order.{name} should carry {carries}, but: {error}.") from error


def sentence(event: Any) -> str:
    """Return an event in words, or how it differs from the brief."""
    name = type(event).__name__
    if name not in CARRIED:
        return f"an event {name}, {_why_unknown(name)}"
    wanted = CARRIED[name]
    carried = set(vars(event)) - BOOKKEEPING
    lacking, added = wanted.keys() - carried, carried - wanted.keys()
    if lacking:
        return f"a {name} that lacks {_list(lacking)} (it carries {_list(carried) or 'nothing'})"
    if added:
        return f"a {name} that also carries {_list(added)}"
    for attribute, kind in wanted.items():
        value = getattr(event, attribute)
        if not isinstance(value, kind):
            return (
                f"a {name} whose {attribute} is {value_text(value)}, of the class "
                f"{type(value).__name__} and not {kind.__name__}"
            )
    count = getattr(event, "bags", None)
    return SENTENCES[name].format(e=event, bags="1 bag" if count == 1 else f"{count} bags")


def _why_unknown(name: str) -> str:
    if name in OTHERS:
        return f"which is {OTHERS[name]}"
    alike = get_close_matches(name, CARRIED, 1)
    meant = f": did you mean {alike[0]}?" if alike else ""
    return f"which is not among those of the brief{meant}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def assert_history_reads(events: Iterable[Any], expected: list[str]) -> None:
    """Compare the events with the sentences, and report the first difference."""
    told = [sentence(event) for event in events]
    for number, (got, wanted) in enumerate(zip(told, expected, strict=False), start=1):
        assert got == wanted, f"Event {number} should read “{wanted}”, but it reads “{got}”."
    assert len(told) >= len(expected), (
        f"Event {len(told) + 1} should read “{expected[len(told)]}”, but there is no such event."
    )
    assert len(told) == len(expected), (
        f"The history should end after {len(expected)} events, but “{told[len(expected)]}” follows."
    )
