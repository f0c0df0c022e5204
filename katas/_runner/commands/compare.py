"""`kata compare`: the learner's solution beside the reference."""

from typing import TYPE_CHECKING

import click

from katas._runner import actions, catalogue
from katas._runner.catalogue import Kata
from katas._runner.paths import SOLUTIONS
from katas._runner.result import SOLVED, Result
from katas._runner.run.run import Run
from katas._runner.views.prose import say

if TYPE_CHECKING:
    from katas._runner.compare.comparison import Comparison
    from katas._runner.journey.facade import JourneyFacade

_TIMEOUT = 60.0
"""Seconds for the reference: it is known to end, but the machine may be busy."""


@click.command()
@actions.kata_name
@click.option("--anyway", is_flag=True, help="Open it before the kata is solved.")
@actions.as_json
@click.pass_context
def compare(context: click.Context, kata: Kata | None, anyway: bool, as_json: bool) -> None:
    """Show your solution beside the reference.

    First the code, then the events that both record, then questions to talk about.

    Without KATA, the kata that you had open last. It opens when the kata is solved. Exits with 0
    when it has opened, and with 1 when it has not.
    """
    journey = actions.open_journey()
    chosen = kata or next(filter(journey.progress.is_open, catalogue.katas()), None)
    chosen = chosen or journey.progress.current()
    if as_json:
        from katas._runner.compare.comparison import Comparison

        comparison = _compare(chosen, journey, anyway=anyway)
        actions.print_json((comparison or Comparison.closed(chosen)).as_dict())
        has_opened = comparison is not None
    else:
        has_opened = show(chosen, journey, anyway=anyway)
    context.exit(0 if has_opened else actions.NOT_YET)


def show(kata: Kata, journey: "JourneyFacade", *, anyway: bool = False) -> bool:
    """Show the comparison, or how to get there, and tell whether it has opened.

    Raises `click.ClickException` where the reference cannot be read or run.
    """
    comparison = _compare(kata, journey, anyway=anyway)
    if comparison is None:
        say(
            f"{kata.name} is not solved yet. `kata run {kata.number}` says what comes next.\n"
            f"To compare all the same, which is remembered: `kata compare {kata.number} --anyway`."
        )
        return False
    from katas._runner.views.comparison import show_comparison

    show_comparison(comparison)
    return True


def _compare(kata: Kata, journey: "JourneyFacade", *, anyway: bool) -> "Comparison | None":
    """Compare what stands there now. The reference runs meanwhile, and is ended if it was in vain.

    Tells None if the kata is not solved.
    """
    from katas._runner.compare.comparison import Comparison

    with Run(kata, SOLUTIONS, _TIMEOUT) as running:
        yours = actions.latest(kata, journey)
        if yours.status != SOLVED and not anyway:
            return None
        reference = running.wait()
    _check(kata, reference)
    try:
        comparison = Comparison.of(kata, yours, reference)
    except (OSError, UnicodeDecodeError) as error:
        file = getattr(error, "filename", None) or kata.debrief
        raise actions.unreadable(file, error) from None
    journey.compared(kata)
    return comparison


def _check(kata: Kata, reference: Result) -> None:
    """Raise `click.ClickException` if the reference does not do here what it should."""
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
