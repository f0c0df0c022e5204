"""`kata watch`: a run for each save."""

import click

from katas._runner.catalogue import Kata

from . import parameters


@click.command()
@parameters.kata_name
@parameters.poll
@parameters.time_limit
def watch(kata: Kata | None, poll: bool, time_limit: float) -> None:
    """Run one kata on every save.

    With KATA, it also becomes your current kata. Single keys open your editor, show a hint, the
    brief, the list or your output, open the wall in a browser, or go on when the kata is solved.
    `q` or Ctrl-C quits.
    """
    from katas._runner.watch.start import watch as watched

    watched(kata, poll=poll, time_limit=time_limit)
