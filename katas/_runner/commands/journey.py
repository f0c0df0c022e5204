"""`kata journey`: what has happened so far."""

from typing import TYPE_CHECKING, Any

import click

from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata
from katas._runner.result import VERSION

from . import parameters

if TYPE_CHECKING:
    from katas._runner.journey.summaries import Summary


@click.command()
@parameters.kata_name
@parameters.as_json
def journey(kata: Kata | None, as_json: bool) -> None:
    """Show when you solved which kata, in how many minutes, runs and hints.

    With KATA, it shows everything that happened in that kata, from the first run to the last.
    """
    journey = open_journey()
    summaries = [
        summary for summary in journey.summaries.all() if kata is None or summary.slug == kata.slug
    ]
    if as_json:
        parameters.print_json(
            {"version": VERSION, "katas": [_document(each) for each in summaries]}
        )
        return
    from katas._runner.views.journey import JourneyView

    if kata:
        JourneyView().of_one(kata, summaries)
    else:
        JourneyView().of_all(summaries, journey.progress)


def _document(summary: "Summary") -> dict[str, Any]:
    """Return a summary in the published format: times in ISO 8601, work in seconds."""
    values = vars(summary) | {
        "begun": summary.begun.isoformat(),
        "last": summary.last.isoformat(),
        "solved": summary.solved and summary.solved.isoformat(),
        "worked": round(summary.worked.total_seconds()),
        "events": [_event(event) for event in summary.events],
    }
    return {"kata": values.pop("slug"), **values}


def _event(event: Any) -> dict[str, Any]:
    """Return an event in the published format: its name, its time, and its attributes."""
    kept = {name: value for name, value in vars(event).items() if "originator" not in name}
    return {"name": type(event).__name__, **kept, "timestamp": event.timestamp.isoformat()}
