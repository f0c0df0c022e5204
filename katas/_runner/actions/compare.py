"""Compares a learner's solution with the reference."""

from typing import TYPE_CHECKING

from katas._runner.catalogue import Kata
from katas._runner.paths import SOLUTIONS
from katas._runner.result import SOLVED
from katas._runner.run.run import LONG_TIME_LIMIT, Run

from .brief import unreadable
from .reference import check, check_is_here
from .runs import latest
from .unsolved import say_unsolved

if TYPE_CHECKING:
    from katas._runner.compare.comparison import Comparison
    from katas._runner.journey.facade import JourneyFacade


def show_comparison(kata: Kata, journey: "JourneyFacade", *, anyway: bool = False) -> bool:
    """Show the comparison, or how to unlock it. Return whether it was shown.

    Raises `click.ClickException` if the reference cannot be read or run.
    """
    comparison = compare(kata, journey, anyway=anyway)
    if comparison is None:
        say_unsolved(kata, f"kata compare {kata.number}")
        return False
    from katas._runner.views import comparison as view

    view.show_comparison(comparison)
    return True


def compare(kata: Kata, journey: "JourneyFacade", *, anyway: bool) -> "Comparison | None":
    """Compare the learner's present files with the reference. Return None if they fail.

    The reference runs at the same time; if it is not needed, it is ended. Raises
    `click.ClickException` if there is none, or if it does not run.
    """
    from katas._runner.compare.comparison import Comparison

    check_is_here(kata)
    with Run(kata, SOLUTIONS, LONG_TIME_LIMIT) as running:
        yours = latest(kata, journey)
        if yours.status != SOLVED and not anyway:
            return None
        reference = running.wait()
    check(kata, reference)
    try:
        comparison = Comparison.of(kata, yours, reference)
    except (OSError, UnicodeDecodeError) as error:
        file = getattr(error, "filename", None) or kata.debrief
        raise unreadable(file, error) from None
    journey.compared(kata)
    return comparison
