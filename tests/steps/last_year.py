"""Steps about events that a team has recorded when other rules were in force."""

from inspect import signature
from typing import Any

from eventsourcing.domain import Aggregate, CanInitAggregate
from pytest_bdd import given, parsers

from tests.support.teams import Teams, first
from tests.support.vocabulary import rows

from .company import Company
from .facts import Fact, read_fact, told


@given(parsers.parse("{team} recorded, while that was allowed"))
def a_team_recorded_what_was_allowed(
    company: Company, teams: Teams, team: str, datatable: list[list[str]]
) -> None:
    """Store events that today's rules refuse, and read each of them back at once."""
    originator_id = None
    for row in rows(datatable):
        if customer := row.get("customer"):
            company.number(customer)  # the table's own, if it names customers in their order
        fact = read_fact(row)
        aggregate, event_class = _declared(teams.aggregates(team), fact)
        carried = {name: _value(text) for name, text in fact[1].items()}
        if originator_id is None or issubclass(event_class, CanInitAggregate):
            asked = signature(aggregate.create_id).parameters
            originator_id = aggregate.create_id(**{k: carried[k] for k in asked if k in carried})
        try:
            company.bring(team, aggregate, event_class, originator_id, carried)
        except Exception as error:
            raise AssertionError(
                f"{first(team)} has recorded {told(fact)} while that was allowed. Now it cannot be "
                f"read back: {type(error).__name__} comes out of what that event runs. Today's "
                "rules do not judge what has happened, so decide before an event is recorded."
            ) from error


def _declared(aggregates: list[type[Aggregate]], fact: Fact) -> tuple[type[Aggregate], Any]:
    """Return the aggregate that records an event, and the event's class."""
    name, _ = fact
    owner = next((each for each in aggregates if hasattr(each, name)), None)
    assert owner, f"There is no event `{name}` yet, as which the old ones are stored."
    return owner, getattr(owner, name)


def _value(text: str) -> str | int:
    return int(text) if text.lstrip("-").isdigit() else text
