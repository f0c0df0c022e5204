"""Restores a kata's start state, or a backup, and loses nothing."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from katas._runner import backups, published
from katas._runner.catalogue import Kata
from katas._runner.paths import STATE, in_repository
from katas._runner.views.prose import say

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade


def say_lines(*lines: str) -> None:
    """Print lines. An indented line is a path, and is not wrapped."""
    say("\n".join(lines))


def begin_anew(
    kata: Kata, journey: "JourneyFacade", files: tuple[str, ...], *, may_ask: bool
) -> bool:
    """Restore the start state, or some files of it. Return whether people agreed."""
    only = [_published(kata, file) for file in files]
    what = f"{', '.join(only)} of {kata.number}" if only else kata.number
    from katas._runner.views.reset import show_changes

    with explained(kata), backups.start_state(kata) as start:
        changes = backups.changes(kata, start, only)
        if not changes:
            say(f"{what} is in its start state: there is nothing to reset.")
            return True
        show_changes(what if only else kata.name, changes)
        if may_ask and not agrees(changes, " ".join(["kata reset", kata.number, *only])):
            click.echo("Nothing has changed.")
            return False
        backup = _exchange(kata, start, only)
    if not only:
        journey.reset(kata, in_repository(backup))
    say_lines(
        f"{what} is in its start state. Your files are kept in",
        f"  {in_repository(backup)}",
        f"`kata reset {kata.number} --undo` brings them back.",
    )
    return True


def _published(kata: Kata, file: str) -> str:
    """Return the name of a file that people may give as a path. Raises `click.UsageError`."""
    name = PurePath(file).name
    known = published.files(kata.slug)
    if name not in known:
        raise click.UsageError(f"{kata.number} has no file “{file}”. It has: {', '.join(known)}.")
    return name


def undo(kata: Kata, journey: "JourneyFacade") -> bool:
    """Bring back the newest backup. Raises `click.ClickException` if there is none."""
    backup = backups.newest(kata)
    if backup is None:
        place = in_repository(STATE / "backups" / kata.slug)
        raise click.ClickException(f"There is no backup of {kata.number} in {place}.")
    with explained(kata):
        if not backups.changes(kata, backup):
            say_lines("Nothing to undo: your files are those of", f"  {in_repository(backup)}")
            return True
        kept = _exchange(kata, backup)
    journey.restored(kata, in_repository(backup))
    say_lines(
        f"Your files of {kata.number} are back from",
        f"  {in_repository(backup)}",
        "The files that were there until now are kept in",
        f"  {in_repository(kept)}",
        f"`kata reset {kata.number} --undo` brings that back.",
    )
    return True


def _exchange(kata: Kata, wanted: Path, only: Collection[str] = ()) -> Path:
    """Back up the learner's files, replace them, and return the backup."""
    backup = backups.back_up(kata)
    try:
        backups.replace(kata, wanted, only)
    except (OSError, KeyboardInterrupt) as error:
        raise click.ClickException(
            f"{in_repository(kata.folder)} could not be changed, or not all of it:\n"
            f"  {reason(error)}\n"
            f"All your files are in {in_repository(backup)}.\n"
            f"Fix that, and bring them back with `kata reset {kata.number} --undo`."
        ) from None
    return backup


def agrees(changes: list[backups.Change], command: str) -> bool:
    """Ask whether to go on, if files of a learner will change. Fails if nobody can answer."""
    from katas._runner.terminal import is_attended

    if all(change.what == "missing" for change in changes):
        return True
    if not is_attended():
        raise click.UsageError(f"To go on without asking: `{command} --yes`.")
    return click.confirm("Go on?")


def reason(error: BaseException) -> str:
    """Return why files could not be read or written."""
    if isinstance(error, KeyboardInterrupt):
        return "stopped by Ctrl-C"
    if not isinstance(error, OSError):
        return str(error)
    place = f"{in_repository(error.filename)}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


@contextmanager
def explained(kata: Kata) -> Iterator[None]:
    """Raise `click.ClickException` for an `OSError`: it says that nothing has changed, and why."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"Nothing has changed, because your files of {kata.number} cannot be backed up:\n"
            f"  {reason(error)}\n"
            "Fix that, and try again."
        ) from None
