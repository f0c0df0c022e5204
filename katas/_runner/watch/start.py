"""Runs a kata on every save, with or without its wall in a browser."""

import signal
from contextlib import ExitStack
from queue import SimpleQueue

import click

from katas._runner.actions.runs import latest, open_journey
from katas._runner.actions.wall import scenario_number
from katas._runner.catalogue import Kata
from katas._runner.terminal import is_attended
from katas._runner.wall.live import LiveWall


def watch(
    kata: Kata | None,
    *,
    poll: bool,
    time_limit: float,
    has_wall: bool = False,
    wanted: str | None = None,
) -> None:
    """Watch a kata, or the current one, until somebody quits. It becomes the current kata.

    With a wall, `wanted` is the number or title of the scenario that it shows first. Raises
    `click.ClickException` if there is none.
    """
    from . import events, file_watcher, keyboard, screen  # noqa: PLC0415 - see below

    queue: events.Queue = SimpleQueue()
    has_keys = is_attended()
    with ExitStack() as stack:
        from .current_run import CurrentRun  # noqa: PLC0415 - see below

        runs = stack.enter_context(CurrentRun(queue, time_limit))  # first: it starts slowly
        stack.enter_context(file_watcher.noticed(queue, poll=poll))
        from .session import Session  # noqa: PLC0415 - while the fork server starts

        journey = open_journey()
        chosen = kata or journey.progress.current()
        journey.open(chosen)
        first = scenario_number(chosen, latest(chosen, journey), wanted) if wanted else None
        wall = stack.enter_context(LiveWall(first))
        if has_wall:
            wall.open()
            click.echo(f"The wall of {chosen.name} is here:\n{wall.address}")
        click.echo(f"Watching {chosen.name} …" + ("" if has_keys else " Ctrl-C ends."))
        keys = stack.enter_context(keyboard.Keyboard(queue)) if has_keys else None
        stack.callback(
            signal.signal, signal.SIGINT, signal.SIG_IGN
        )  # a second Ctrl-C would disturb the clean-up
        Session(chosen, journey, runs, screen.Screen(keys), queue, wall).follow()
