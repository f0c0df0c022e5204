"""Steps about the facts that a team has recorded."""

from itertools import zip_longest
from typing import Any

from pytest_bdd import parsers, then

from tests.support.history import BOOKKEEPING
from tests.support.vocabulary import rows

from .company import Company

Fact = tuple[str, dict[str, str]]
"""What a fact is called, and what it carries."""


@then(parsers.parse("{team} has recorded"))
def a_team_has_recorded(company: Company, team: str, datatable: list[list[str]]) -> None:
    """Compare the facts with the rows, where an empty cell stands for what is not carried."""
    expected = [_in_row(row) for row in rows(datatable)]
    found = [_in_log(event) for event in company.facts(team)]
    for number, (wanted, got) in enumerate(zip_longest(expected, found), start=1):
        assert got == wanted, (
            f"Fact {number} in the log of {team} should be {_told(wanted)}, "
            f"but there is {_told(got)}."
        )


def _in_row(row: dict[str, str]) -> Fact:
    carried = {name: cell for name, cell in row.items() if cell}
    return carried.pop("fact"), carried


def _in_log(event: Any) -> Fact:
    carried = {name: str(value) for name, value in vars(event).items() if name not in BOOKKEEPING}
    return type(event).__name__, carried


def _told(fact: Fact | None) -> str:
    if fact is None:
        return "nothing"
    name, carried = fact
    return f"{name}({', '.join(f'{key}={value}' for key, value in carried.items())})"
