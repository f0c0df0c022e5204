"""Finds wrong solutions, and runs them in folders of their own."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from katas._runner import wrong_solutions
from katas._runner.catalogue import Kata
from katas._runner.patch import PatchError
from katas._runner.paths import TESTS, in_repository
from katas._runner.run.run import LONG_TIME_LIMIT, Run
from katas._runner.wrong_solutions import WrongSolution

from .brief import unreadable

if TYPE_CHECKING:
    from katas._runner.compare.rejection import Rejection


def all_of(kata: Kata) -> list[WrongSolution]:
    """Return a kata's wrong solutions. Raises `click.ClickException` if there are none."""
    found = [WrongSolution(kata.slug, path) for path in wrong_solutions.paths(kata.slug)]
    if found:
        return found
    folder = TESTS / "wrong" / kata.slug
    if folder.is_dir():
        raise click.ClickException(f"{kata.number} has no wrong solutions yet.")
    from katas._runner import recovery

    raise click.ClickException(
        f"There are no wrong solutions of {kata.number} here: {in_repository(folder)} is missing.\n"
        f"Bring it back{recovery.how(folder)}"
    )


def check(solution: WrongSolution) -> None:
    """Raise `click.ClickException` if a wrong solution cannot be read."""
    try:
        solution.claim  # noqa: B018 - reads the file
    except PatchError as error:
        from katas._runner import recovery

        raise click.ClickException(
            f"{error}.\nBring it back{recovery.how(solution.path)}"
        ) from None


def find(kata: Kata, name: str) -> WrongSolution:
    """Find a wrong solution by its name, or by the beginning of it.

    Raises `click.UsageError` with the names that there are.
    """
    found = all_of(kata)
    meant = [each for each in found if each.name == name]
    meant = meant or [each for each in found if each.name.startswith(name)]
    if len(meant) == 1:
        return meant[0]
    offers = "\n".join(f"  {each.name}" for each in meant or found)
    raise click.UsageError(f"{kata.number} has no wrong solution “{name}”. There are:\n{offers}")


def reject(kata: Kata, solution: WrongSolution, *, has_bar: bool = True) -> "Rejection":
    """Run the scenario that must reject a wrong solution, on a copy in a temporary folder.

    Raises `click.ClickException` if it cannot be read, or does not fit the reference.
    """
    check(solution)
    with TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        _build(kata, solution, folder)
        with Run(kata, folder, LONG_TIME_LIMIT, [solution.fails]) as running:
            from katas._runner.compare.rejection import Rejection

            if has_bar:
                from katas._runner.views.progress_bar import wait_with_progress_bar

                wait_with_progress_bar(running)
            return Rejection.of(kata, solution, folder, running.wait())


def _build(kata: Kata, solution: WrongSolution, folder: Path) -> None:
    try:
        solution.files()
    except PatchError as error:
        raise _unfit(kata, solution, error) from None
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(getattr(error, "filename", None) or kata.reference, error) from None
    try:
        solution.build(folder)
    except OSError as error:
        raise click.ClickException(
            f"The solution cannot be copied into {folder} ({error.strerror}). "
            f"Is the disk full? `kata doctor` checks that."
        ) from None


def _unfit(kata: Kata, solution: WrongSolution, error: PatchError) -> click.ClickException:
    """Return the error that a diff does not fit, with how to bring back what has changed."""
    from katas._runner import recovery

    changed = recovery.changed(solution.path, kata.reference)
    return click.ClickException(
        f"{error}.\nBring back what has changed{recovery.how(*changed or [kata.reference])}\n"
        f"If the solution is meant to be as it is: `python -m tests.author rebase {kata.number}`."
    )
