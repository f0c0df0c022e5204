"""`kata edit`: the files to edit, in the learner's editor."""

import click

from katas._runner.actions.edit import open_editor
from katas._runner.actions.runs import latest, open_journey
from katas._runner.catalogue import Kata
from katas._runner.views.prose import say

from . import parameters


@click.command()
@parameters.kata_name
def edit(kata: Kata | None) -> None:
    """Open the files to edit in your editor, where the first scenario fails.

    With KATA, it also becomes your current kata.

    It starts the editor that VISUAL or EDITOR names. If none is named, it takes the one whose
    terminal this is (VS Code, PyCharm), or a common one that is installed.
    """
    journey = open_journey()
    chosen = kata or journey.progress.current()
    journey.open(chosen)
    result = latest(chosen, journey)
    say(open_editor(chosen, result) or f"`kata run {chosen.number}` runs what you have saved.")
