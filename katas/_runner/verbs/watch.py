"""`kata watch`: a run for each save."""

import signal
from contextlib import ExitStack
from queue import SimpleQueue

import click

from katas._runner.catalogue import Kata

from . import options


@click.command()
@options.kata_name
@click.option("--poll", is_flag=True, help="Look for saves all the time, if they go unnoticed.")
@options.time_limit
def watch(kata: Kata | None, poll: bool, time_limit: float) -> None:
    """Run one kata on every save.

    With KATA, it also becomes your current kata. Single keys show a hint, the brief, the list, or
    go on when the kata is solved. `q` or Ctrl-C quits.
    """
    from katas._runner import terminal
    from katas._runner.watch import events, keys, saves, screen

    queue: events.Queue = SimpleQueue()
    has_keys = terminal.is_attended()
    with ExitStack() as stack:
        from katas._runner.watch.runs import Runs

        runs = stack.enter_context(Runs(queue, time_limit))  # first: it takes a second to be ready
        stack.enter_context(saves.noticed(queue, poll=poll))
        from katas._runner.watch.session import Session

        diary = options.open_diary()
        chosen = kata or diary.progress.current()
        diary.open(chosen)
        click.echo(f"Watching {chosen.name} …" + ("" if has_keys else " Ctrl-C ends."))
        if has_keys:
            stack.enter_context(keys.pressed(queue))
        stack.callback(signal.signal, signal.SIGINT, signal.SIG_IGN)  # one is enough: now it mends
        Session(chosen, diary, runs, screen.Screen(), queue).follow()
