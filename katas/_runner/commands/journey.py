"""`kata journey`: what has happened so far."""

from typing import TYPE_CHECKING, Any

import click

from katas._runner import actions
from katas._runner.catalogue import Kata
from katas._runner.result import VERSION

if TYPE_CHECKING:
    from katas._runner.journey.summaries import Chapter


@click.command()
@actions.kata_name
@actions.as_json
def journey(kata: Kata | None, as_json: bool) -> None:
    """Show when you solved what, in how many minutes, runs and hints.

    With KATA, everything that happened there, from the first run to the last.
    """
    diary = actions.open_diary()
    chapters = [
        chapter for chapter in diary.chapters.all() if kata is None or chapter.slug == kata.slug
    ]
    if as_json:
        actions.print_json({"version": VERSION, "katas": [_document(each) for each in chapters]})
        return
    from katas._runner.views.journey import Story

    if kata:
        Story().of_one(kata, chapters)
    else:
        Story().of_all(chapters, diary.progress)


def _document(chapter: "Chapter") -> dict[str, Any]:
    """Give a chapter in the published format: times in ISO 8601, work in seconds."""
    values = vars(chapter) | {
        "begun": chapter.begun.isoformat(),
        "last": chapter.last.isoformat(),
        "solved": chapter.solved and chapter.solved.isoformat(),
        "worked": round(chapter.worked.total_seconds()),
        "events": [_event(event) for event in chapter.events],
    }
    return {"kata": values.pop("slug"), **values}


def _event(event: Any) -> dict[str, Any]:
    """Give an event: its name, its time, and what it carries."""
    kept = {name: value for name, value in vars(event).items() if "originator" not in name}
    return {"name": type(event).__name__, **kept, "timestamp": event.timestamp.isoformat()}
