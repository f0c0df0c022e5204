"""`kata brief`: what is to be done, and why."""

import click

from katas._runner import actions
from katas._runner import texts as briefs
from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository
from katas._runner.views.prose import say


@click.command()
@actions.kata_name
def brief(kata: Kata | None) -> None:
    """Show the brief: the story, the rules, the interface."""
    show(kata or actions.open_journey().progress.current())


def show(kata: Kata) -> None:
    """Show a brief without its hints."""
    from katas._runner.views.markdown import show_markdown
    from katas._runner.views.mermaid import in_letters

    show_markdown(in_letters(actions.read(kata, briefs.text)))
    say(f"\nThe files are in {in_repository(kata.folder)}/.")
