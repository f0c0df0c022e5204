"""`kata hint`: a little help, and then a little more."""

from typing import TYPE_CHECKING

import click

from katas._runner import brief as briefs
from katas._runner.catalogue import Kata
from katas._runner.prose import say
from katas._runner.result import SOLVED, Result

from . import options

if TYPE_CHECKING:
    from katas._runner.journey.diary import Diary


@click.command()
@options.kata_name
def hint(kata: Kata | None) -> None:
    """Show the next hint for the first scenario that fails."""
    diary = options.open_diary()
    chosen = kata or diary.progress.current()
    show(chosen, options.latest(chosen, diary), diary)


def show(kata: Kata, result: Result, diary: "Diary", again: str = "`kata hint`") -> None:
    """Show one more hint for the first scenario that fails in a result.

    `again` is what brings the next one.
    """
    scenario = result.first_failing
    if result.status == SOLVED:
        say(f"{kata.name} is solved: there is nothing left to hint at.")
    elif scenario is None or scenario.error is None:
        say(f"{kata.name} does not run yet. `kata run {kata.number}` says why.")
    else:
        from katas._runner.reading import show_hint

        levels = options.read(kata, briefs.hints).get(scenario.title, [])
        level = diary.take_hint(kata, scenario.title, len(levels)) if levels else 0
        show_hint(scenario, levels, level, again)
