"""Shows a hint, a little more each time."""

from typing import TYPE_CHECKING

from katas._runner import texts
from katas._runner.catalogue import Kata
from katas._runner.result import SOLVED, Result
from katas._runner.views.prose import say

from .brief import read

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade


def show_next_hint(
    kata: Kata, result: Result, journey: "JourneyFacade", again: str = "`kata hint`"
) -> None:
    """Show one more hint for the first scenario that fails in a result.

    `again` says how to get the next one.
    """
    scenario = result.first_failing
    if result.status == SOLVED:
        say(f"{kata.name} is solved: there is nothing left to hint at.")
    elif result.has_not_begun_in_time:
        say(
            f"{kata.name} was not ready to run in time. Is the machine busy? Type {again} again. "
            f"If that does not help: `kata run {kata.number}` shows where the time goes."
        )
    elif scenario is None or scenario.error is None:
        say(f"{kata.name} does not run yet. `kata run {kata.number}` says why.")
    else:
        from katas._runner.views.markdown import show_hint

        levels = read(kata, texts.hints).get(scenario.title, [])
        level = journey.take_hint(kata, scenario.title, len(levels)) if levels else 0
        show_hint(scenario, levels, level, again)
