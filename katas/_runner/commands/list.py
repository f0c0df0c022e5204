"""`kata list`: all katas, and where the learner is."""

from itertools import groupby
from typing import TYPE_CHECKING

import click

from katas._runner import actions, catalogue
from katas._runner.result import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from katas._runner.catalogue import Kata
    from katas._runner.journey.progress import Progress


@click.command("list")
@click.option("--track", metavar="NAME", help="Only the katas of one track.")
@actions.as_json
def list_(track: str | None, as_json: bool) -> None:
    """List the katas, their minutes, and which are solved."""
    if track is not None and track not in catalogue.tracks():
        known = ", ".join(catalogue.tracks())
        raise click.BadParameter(f"There is no track “{track}”. There are: {known}.")
    katas = catalogue.on_track(track) if track else catalogue.katas()
    progress = actions.open_journey().progress
    if as_json:
        entries = [
            vars(kata) | {"solved": progress.is_solved(kata), "red": progress.is_red(kata)}
            for kata in katas
        ]
        actions.print_json({"version": VERSION, "katas": entries})
        return
    show(progress, katas)


def show(progress: "Progress", katas: "Sequence[Kata]" = ()) -> None:
    """Show katas by parts; all of them, if nobody names some."""
    from katas._runner.views.katas import KataList

    katas = katas or catalogue.katas()
    listing = KataList()
    for part, group in groupby(katas, key=lambda kata: kata.part):
        listing.part(part, list(group), progress)
    listing.total(list(katas), progress)
