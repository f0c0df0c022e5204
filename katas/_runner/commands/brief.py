"""`kata brief`: what to do in a kata, and why."""

import click

from katas._runner.actions.brief import show_brief
from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata

from . import parameters


@click.command()
@parameters.kata_name
def brief(kata: Kata | None) -> None:
    """Show the brief: the story, the rules, the interface."""
    show_brief(kata or open_journey().progress.current())
