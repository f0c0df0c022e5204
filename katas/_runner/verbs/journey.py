"""`kata journey`: what has happened so far."""

import click

from katas._runner.catalogue import Kata

from . import options


@click.command()
@options.kata_name
@options.as_json
def journey(kata: Kata | None, as_json: bool) -> None:
    """Show your way through the katas: when, how long, how many runs and hints.

    With KATA, everything that happened there.
    """
