"""`kata watch`: a run for each save."""

import signal
from contextlib import ExitStack
from queue import SimpleQueue

import click

from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata
from katas._runner.terminal import is_attended

from . import parameters


@click.command()
@parameters.kata_name
@click.option("--poll", is_flag=True, help="Check files all the time, if saves are not noticed.")
@parameters.time_limit
def watch(kata: Kata | None, poll: bool, time_limit: float) -> None:
    """Run one kata on every save.

    With KATA, it also becomes your current kata. Single keys open your editor, show a hint, the
    brief, the list or your output, or go on when the kata is solved. `q` or Ctrl-C quits.
    """
    from katas._runner.watch import events, file_watcher, keyboard, screen

    queue: events.Queue = SimpleQueue()
    has_keys = is_attended()
    with ExitStack() as stack:
        from katas._runner.watch.current_run import CurrentRun

        runs = stack.enter_context(CurrentRun(queue, time_limit))  # first: it starts slowly
        stack.enter_context(file_watcher.noticed(queue, poll=poll))
        from katas._runner.watch.session import Session

        journey = open_journey()
        chosen = kata or journey.progress.current()
        journey.open(chosen)
        click.echo(f"Watching {chosen.name} …" + ("" if has_keys else " Ctrl-C ends."))
        keys = stack.enter_context(keyboard.Keyboard(queue)) if has_keys else None
        stack.callback(
            signal.signal, signal.SIGINT, signal.SIG_IGN
        )  # a second Ctrl-C would disturb the clean-up
        Session(chosen, journey, runs, screen.Screen(keys), queue).follow()
