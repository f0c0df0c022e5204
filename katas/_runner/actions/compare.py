"""Compares a learner's solution with the reference."""

from typing import TYPE_CHECKING

import click

from katas._runner.catalogue import Kata
from katas._runner.paths import SOLUTIONS, in_repository
from katas._runner.result import SOLVED, Result
from katas._runner.run.run import LONG_TIME_LIMIT, Run

from .brief import unreadable
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

    if not kata.reference.is_dir():
        from katas._runner import recovery

        raise click.ClickException(
            f"There is nothing to compare with: {in_repository(kata.reference)}/ is not here.\n"
            f"Bring it back{recovery.how(kata.reference)}"
        )
    with Run(kata, SOLUTIONS, LONG_TIME_LIMIT) as running:
        yours = latest(kata, journey)
        if yours.status != SOLVED and not anyway:
            return None
        reference = running.wait()
    _check(kata, reference)
    try:
        comparison = Comparison.of(kata, yours, reference)
    except (OSError, UnicodeDecodeError) as error:
        file = getattr(error, "filename", None) or kata.debrief
        raise unreadable(file, error) from None
    journey.compared(kata)
    return comparison


def _check(kata: Kata, reference: Result) -> None:
    """Raise `click.ClickException` if the reference does not solve the kata here."""
    if reference.status == SOLVED:
        return
    from katas._runner import recovery

    scenario = reference.first_failing
    error = reference.error or (scenario and scenario.error)
    reason = f" ({error.message})" if error else ""
    raise click.ClickException(
        f"The reference solution of {kata.number} does not run here{reason}.\n"
        f"`kata run {kata.number} --solutions` shows it. Have its files been changed?\n"
        f"Then bring them back{recovery.how(kata.reference)}"
    )
