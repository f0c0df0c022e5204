"""Steps about the events that a team has recorded."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from pytest_bdd import parsers, then

from tests.support.declarations import of_event
from tests.support.history import BOOKKEEPING, OTHERS
from tests.support.source_line import PlacedError
from tests.support.vocabulary import money, rows

from .company import Company, cents

Fact = tuple[str, dict[str, str]]
"""An event's name and its attributes."""

_IN_CODE: dict[str, tuple[str, Callable[[str], str]]] = {
    "order": ("number", str),
    "price a bag": ("cents_a_bag", lambda cell: str(cents(money(cell)))),
    "per cent": ("percent", str),
}
"""The names in the code for the business's words, and how their values are written there."""


@then(parsers.parse("{team} has recorded"))
def a_team_has_recorded(company: Company, team: str, datatable: list[list[str]]) -> None:
    """Compare the events with the rows, where an empty cell stands for what is not carried."""
    expected = [read_fact(row) for row in rows(datatable)]
    names = {name for name, _ in expected}
    for number, (wanted, event) in enumerate(zip_longest(expected, company.facts(team)), start=1):
        got = event and in_log(event)
        if got == wanted:
            continue
        message = (
            f"Event {number} in the log of {team} should be {told(wanted)}, "
            f"but there is {told(got)}."
        )
        if not event or not _is_misdeclared(event, wanted, names):
            raise AssertionError(message)
        name = type(event).__name__
        place = of_event(type(event))
        message += f" {name} is {OTHERS[name]}." if name in OTHERS else ""
        raise PlacedError(message, *place) if place else AssertionError(message)


def _is_misdeclared(event: Any, wanted: Fact | None, names: set[str]) -> bool:
    """Whether an event has a name, or attributes, that it should have nowhere."""
    name, carried = in_log(event)
    if wanted is None or wanted[0] != name:
        return name not in names
    return wanted[1].keys() != carried.keys()


def read_fact(row: dict[str, str]) -> Fact:
    """Return what a row of a feature's table says, in the words of the code."""
    words = {name: cell for name, cell in row.items() if cell}
    event = words.pop("event", "") or words.pop("fact")
    code = {name: _IN_CODE.get(name, (name, str)) for name in words}
    return event, {attribute: written(words[name]) for name, (attribute, written) in code.items()}


def in_log(event: Any) -> Fact:
    """Return what an event says."""
    carried = {name: str(value) for name, value in vars(event).items() if name not in BOOKKEEPING}
    return type(event).__name__, carried


def told(fact: Fact | None) -> str:
    """Write a fact in one line."""
    if fact is None:
        return "nothing"
    name, carried = fact
    return f"{name}({', '.join(f'{key}={value}' for key, value in carried.items())})"
