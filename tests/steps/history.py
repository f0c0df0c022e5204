"""An order's recorded history, in business words."""

from collections.abc import Iterable
from typing import Any

SENTENCES = {
    "Started": "started for {e.customer}",
    "LineAdded": "{bags} of {e.coffee} added at {e.price}",
    "Placed": "placed",
    "Cancelled": "cancelled: {e.reason}",
}


def sentence(event: Any) -> str:
    """Tell one event. An event that the brief does not know is told by its class's name."""
    name = type(event).__name__
    count = getattr(event, "bags", None)
    bags = "1 bag" if count == 1 else f"{count} bags"
    try:
        return SENTENCES[name].format(e=event, bags=bags)
    except KeyError:
        return f"an event {name}, which is not among the facts of the brief"
    except AttributeError as missing:
        return f"{name}, without its {missing.name}"


def assert_history_reads(events: Iterable[Any], expected: list[str]) -> None:
    """Compare the events with the sentences, and point at the first difference."""
    told = [sentence(event) for event in events]
    for number, (got, wanted) in enumerate(zip(told, expected, strict=False), start=1):
        assert got == wanted, f"Fact {number} should read “{wanted}”, but it reads “{got}”."
    assert len(told) >= len(expected), (
        f"Fact {len(told) + 1} should read “{expected[len(told)]}”, but the history ends before it."
    )
    assert len(told) == len(expected), (
        f"The history should end after {len(expected)} facts, but “{told[len(expected)]}” follows."
    )
