"""`kata list`: all katas, and where the learner is."""

from itertools import groupby

import click

from katas._runner import catalogue
from katas._runner.result import VERSION

from . import options


@click.command("list")
@click.option("--track", metavar="NAME", help="Only the katas of one track.")
@options.as_json
def list_(track: str | None, as_json: bool) -> None:
    """List the katas by parts, with their minutes, and which are solved."""
    if track is not None and track not in catalogue.tracks():
        known = ", ".join(catalogue.tracks())
        raise click.BadParameter(f"There is no track “{track}”. There are: {known}.")
    katas = catalogue.on_track(track) if track else catalogue.katas()
    progress = options.open_diary().progress
    if as_json:
        entries = [vars(kata) | {"solved": progress.is_solved(kata)} for kata in katas]
        options.print_json({"version": VERSION, "katas": entries})
        return
    from katas._runner.listing import Listing

    listing = Listing()
    for part, group in groupby(katas, key=lambda kata: kata.part):
        listing.part(part, list(group), progress)
    listing.total(list(katas), progress)
