"""`kata hint`: a little help, and then a little more."""

import click

from katas._runner.actions.hint import show_next_hint
from katas._runner.actions.runs import latest, open_journey
from katas._runner.catalogue import Kata

from . import parameters


@click.command()
@parameters.kata_name
def hint(kata: Kata | None) -> None:
    """Show the next hint for the first scenario that fails."""
    journey = open_journey()
    chosen = kata or journey.progress.current()
    show_next_hint(chosen, latest(chosen, journey), journey)
