"""The last result of a kata, and the journey that remembers it."""

from typing import TYPE_CHECKING

import click

from katas._runner import inputs, result_cache
from katas._runner.catalogue import Kata
from katas._runner.run.run import run_kata
from katas._runner.views.prose import say

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade
    from katas._runner.result import Result


def open_journey() -> "JourneyFacade":
    """Open the learner's journey. If something is wrong with it, say so when the command ends."""
    from katas._runner.journey.facade import JourneyFacade

    journey = JourneyFacade()

    def close() -> None:
        if journey.trouble:
            say(journey.trouble, err=True)
        journey.close()

    click.get_current_context().call_on_close(close)
    return journey


def latest(kata: Kata, journey: "JourneyFacade") -> "Result":
    """Return the result of the present files: the last one, or that of a new run."""
    kept = result_cache.fresh(kata)
    if kept:
        return kept
    before = inputs.fingerprint(kata)
    result = run_kata(kata)
    remember(journey, kata, result, before)
    return result


def remember(journey: "JourneyFacade", kata: Kata, result: "Result", before: str) -> None:
    """Remember a run; `before` is the fingerprint of the learner's files before it."""
    journey.ran(kata, result)
    result_cache.keep(kata, result, before)
