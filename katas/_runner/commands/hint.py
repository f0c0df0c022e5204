"""`kata hint`: a little help, and then a little more."""

from typing import TYPE_CHECKING

import click

from katas._runner import actions
from katas._runner import texts as briefs
from katas._runner.catalogue import Kata
from katas._runner.result import SOLVED, Result
from katas._runner.views.prose import say

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade


@click.command()
@actions.kata_name
def hint(kata: Kata | None) -> None:
    """Show the next hint for the first scenario that fails."""
    journey = actions.open_journey()
    chosen = kata or journey.progress.current()
    show(chosen, actions.latest(chosen, journey), journey)


def show(kata: Kata, result: Result, journey: "JourneyFacade", again: str = "`kata hint`") -> None:
    """Show one more hint for the first scenario that fails in a result.

    `again` is what brings the next one.
    """
    scenario = result.first_failing
    if result.status == SOLVED:
        say(f"{kata.name} is solved: there is nothing left to hint at.")
    elif scenario is None or scenario.error is None:
        say(f"{kata.name} does not run yet. `kata run {kata.number}` says why.")
    else:
        from katas._runner.views.markdown import show_hint

        levels = actions.read(kata, briefs.hints).get(scenario.title, [])
        level = journey.take_hint(kata, scenario.title, len(levels)) if levels else 0
        show_hint(scenario, levels, level, again)
