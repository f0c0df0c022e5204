"""`kata list`: all katas, and where the learner is."""

import click

from katas._runner import catalogue
from katas._runner.actions.katas import show_katas
from katas._runner.actions.runs import open_journey
from katas._runner.result import VERSION

from . import parameters


@click.command("list")
@click.option("--track", metavar="NAME", help="Only the katas of one track.")
@parameters.as_json
def list_(track: str | None, as_json: bool) -> None:
    """List the katas, their minutes, and which are solved."""
    if track is not None and track not in catalogue.tracks():
        known = ", ".join(catalogue.tracks())
        raise click.BadParameter(f"There is no track “{track}”. There are: {known}.")
    katas = catalogue.on_track(track) if track else catalogue.katas()
    progress = open_journey().progress
    if as_json:
        entries = [
            vars(kata) | {"solved": progress.is_solved(kata), "red": progress.is_red(kata)}
            for kata in katas
        ]
        parameters.print_json({"version": VERSION, "katas": entries})
        return
    show_katas(progress, katas)
