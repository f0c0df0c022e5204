"""`kata reset`: restore the start state of a kata, or of all katas, and lose nothing."""

import click

from katas._runner.actions import reset_all
from katas._runner.actions.reset import begin_anew
from katas._runner.actions.reset import undo as undone
from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata

from . import parameters


@click.command()
@parameters.kata_name
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--all", "is_all", is_flag=True, help="Reset all katas.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--undo", is_flag=True, help="Bring back the files of the newest backup.")
def reset(
    kata: Kata | None,
    files: tuple[str, ...],
    is_all: bool,
    yes: bool,
    undo: bool,
) -> None:
    """Bring a kata back to its start state. Your files are kept in a backup.

    With FILE, it resets only that file of the kata. With --all, it resets all katas, and --undo
    brings back the files that the last --all has replaced.
    """
    if (is_all and kata) or (undo and files):
        raise click.UsageError("Give KATA or --all, not both; and --undo takes no FILE.")
    journey = open_journey()
    if is_all:
        is_done = (
            reset_all.undo(journey) if undo else reset_all.begin_anew(journey, may_ask=not yes)
        )
    else:
        chosen = kata or journey.progress.current()
        is_done = (
            undone(chosen, journey) if undo else begin_anew(chosen, journey, files, may_ask=not yes)
        )
    if not is_done:
        click.get_current_context().exit(parameters.NOT_YET)
