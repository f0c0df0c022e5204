"""Steps about the events that a team has recorded."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from pytest_bdd import parsers, then

from tests.support.history import BOOKKEEPING
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
    """Compare the events with the rows; an empty cell means that an event has no such attribute."""
    expected = [_in_row(row) for row in rows(datatable)]
    found = [_in_log(event) for event in company.facts(team)]
    for number, (wanted, got) in enumerate(zip_longest(expected, found), start=1):
        assert got == wanted, (
            f"Event {number} in the log of {team} should be {_told(wanted)}, "
            f"but there is {_told(got)}."
        )


def _in_row(row: dict[str, str]) -> Fact:
    words = {name: cell for name, cell in row.items() if cell}
    event = words.pop("event", "") or words.pop("fact")
    code = {name: _IN_CODE.get(name, (name, str)) for name in words}
    return event, {attribute: written(words[name]) for name, (attribute, written) in code.items()}


def _in_log(event: Any) -> Fact:
    carried = {name: str(value) for name, value in vars(event).items() if name not in BOOKKEEPING}
    return type(event).__name__, carried


def _told(fact: Fact | None) -> str:
    if fact is None:
        return "nothing"
    name, carried = fact
    return f"{name}({', '.join(f'{key}={value}' for key, value in carried.items())})"
