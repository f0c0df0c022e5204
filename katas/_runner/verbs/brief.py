"""`kata brief`: what is to be done, and why."""

import click

from katas._runner import brief as briefs
from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository
from katas._runner.prose import say

from . import options


@click.command()
@options.kata_name
def brief(kata: Kata | None) -> None:
    """Show the brief: the story, the rules, the interface."""
    show(kata or options.open_diary().progress.current())


def show(kata: Kata) -> None:
    """Show a brief without its hints."""
    from katas._runner.flowchart import in_letters
    from katas._runner.reading import show_markdown

    show_markdown(in_letters(options.read(kata, briefs.text)))
    say(f"\nThe files are in {in_repository(kata.folder)}/.")
