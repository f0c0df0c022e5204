"""Whether a kata's reference solution is there, and runs."""

import click

from katas._runner import recovery
from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository
from katas._runner.result import SOLVED, Result


def check_is_here(kata: Kata) -> None:
    """Raise `click.ClickException` if there is no reference solution."""
    if not kata.reference.is_dir():
        raise click.ClickException(
            f"There is nothing to compare with: {in_repository(kata.reference)}/ is not here.\n"
            f"Bring it back{recovery.how(kata.reference)}"
        )


def check(kata: Kata, reference: Result) -> None:
    """Raise `click.ClickException` if the reference does not solve the kata here."""
    if reference.status == SOLVED:
        return
    scenario = reference.first_failing
    error = reference.error or (scenario and scenario.error)
    reason = f" ({error.message})" if error else ""
    raise click.ClickException(
        f"The reference solution of {kata.number} does not run here{reason}.\n"
        f"`kata run {kata.number} --solutions` shows it. Have its files been changed?\n"
        f"Then bring them back{recovery.how(kata.reference)}"
    )
