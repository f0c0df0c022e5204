"""`kata reset`: begin a kata anew, or all of them, and lose nothing."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from katas._runner import actions, backups, published
from katas._runner.catalogue import Kata
from katas._runner.paths import STATE, in_repository

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade

_FATES = {
    "changed": "changed, {lines} of yours",
    "added": "yours alone, {lines}: is taken away",
    "missing": "missing: comes back",
}


@click.command()
@actions.kata_name
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--all", "is_all", is_flag=True, help="All katas.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--undo", is_flag=True, help="Bring back the files of the newest backup.")
def reset(
    kata: Kata | None,
    files: tuple[str, ...],
    is_all: bool,
    yes: bool,
    undo: bool,
) -> None:
    """Bring a kata back to its start state. Your files are kept in a backup.

    With FILE, only that file of the kata. With --all, all katas; --undo then brings back what the
    last --all has taken.
    """
    if (is_all and kata) or (undo and files):
        raise click.UsageError("Either KATA or --all, and --undo without FILE.")
    journey = actions.open_journey()
    if is_all:
        from . import reset_all

        is_done = (
            reset_all.undo(journey) if undo else reset_all.begin_anew(journey, may_ask=not yes)
        )
    else:
        chosen = kata or journey.progress.current()
        is_done = (
            _undo(chosen, journey) if undo else _begin_anew(chosen, journey, files, may_ask=not yes)
        )
    if not is_done:
        click.get_current_context().exit(actions.NOT_YET)


def _begin_anew(
    kata: Kata, journey: "JourneyFacade", files: tuple[str, ...], *, may_ask: bool
) -> bool:
    """Restore the start state, or some files of it, and tell whether that was wanted."""
    only = [_published(kata, file) for file in files]
    what = f"{', '.join(only)} of {kata.number}" if only else kata.number
    with explained(kata), backups.start_state(kata) as start:
        changes = backups.changes(kata, start, only)
        if not changes:
            click.echo(f"{what} is in its start state: there is nothing to reset.")
            return True
        _show(what if only else kata.name, changes)
        if may_ask and not agrees(changes, " ".join(["kata reset", kata.number, *only])):
            click.echo("Nothing has changed.")
            return False
        backup = _exchange(kata, start, only)
    if not only:
        journey.reset(kata, in_repository(backup))
    say(
        f"{what} is in its start state. Your files are kept in",
        f"  {in_repository(backup)}",
        f"`kata reset {kata.number} --undo` brings them back.",
    )
    return True


def _published(kata: Kata, file: str) -> str:
    """Name a file of the start state, however people point at it. Fails with those there are."""
    name = PurePath(file).name
    known = published.files(kata.slug)
    if name not in known:
        raise click.UsageError(f"{kata.number} has no file “{file}”. It has: {', '.join(known)}.")
    return name


def _undo(kata: Kata, journey: "JourneyFacade") -> bool:
    """Bring back the newest backup. Fails if there is none."""
    backup = backups.newest(kata)
    if backup is None:
        place = in_repository(STATE / "backups" / kata.slug)
        raise click.ClickException(f"There is no backup of {kata.number} in {place}.")
    with explained(kata):
        if not backups.changes(kata, backup):
            say("Nothing to undo: your files are those of", f"  {in_repository(backup)}")
            return True
        kept = _exchange(kata, backup)
    journey.restored(kata, in_repository(backup))
    say(
        f"Your files of {kata.number} are back from",
        f"  {in_repository(backup)}",
        "What stood there until now is kept in",
        f"  {in_repository(kept)}",
        f"`kata reset {kata.number} --undo` brings that back.",
    )
    return True


def _exchange(kata: Kata, wanted: Path, only: Collection[str] = ()) -> Path:
    """Keep the learner's files, put others in their place, and tell where the backup is."""
    backup = backups.keep(kata)
    try:
        backups.replace(kata, wanted, only)
    except (OSError, KeyboardInterrupt) as error:
        raise click.ClickException(
            f"{in_repository(kata.folder)} could not be changed, or not all of it:\n"
            f"  {reason(error)}\n"
            f"All your files are in {in_repository(backup)}.\n"
            f"Mend that, and bring them back with `kata reset {kata.number} --undo`."
        ) from None
    return backup


def say(*lines: str) -> None:
    """Print lines. An indented one is a path, which stays in one piece."""
    from rich.text import Text

    from katas._runner.views.console import console

    out = console()
    for line in lines:
        out.print(Text(line), soft_wrap=line.startswith(" "))


def _show(what: str, changes: list[backups.Change]) -> None:
    from rich.text import Text

    from katas._runner.views.console import console, plain

    out = console()
    out.print(Text(f"{what} goes back to its start state.", "bold"))
    names = [plain(change.file.as_posix()) for change in changes]
    for name, change in zip(names, changes, strict=True):
        fate = _FATES[change.what].format(lines=counted(change.lines, "line"))
        out.print(Text(f"  {name:<{max(map(len, names))}}  {fate}"))
    out.print(Text(f"Your files will be kept in {in_repository(STATE / 'backups')}.", "dim"))


def counted(number: int, thing: str) -> str:
    """Write a number of things: 1 file, 2 files."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def agrees(changes: list[backups.Change], command: str) -> bool:
    """Ask whether to go on, if anything is at stake. Fails where nobody is there to answer."""
    from katas._runner.views.console import is_attended

    if all(change.what == "missing" for change in changes):
        return True
    if not is_attended():
        raise click.UsageError(f"To go on without asking: `{command} --yes`.")
    return click.confirm("Go on?")


def reason(error: BaseException) -> str:
    """Say why the disk did not do what it should."""
    if isinstance(error, KeyboardInterrupt):
        return "stopped by Ctrl-C"
    if not isinstance(error, OSError):
        return str(error)
    place = f"{in_repository(error.filename)}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


@contextmanager
def explained(kata: Kata) -> Iterator[None]:
    """Say why it was not possible to begin: then nothing has changed."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"Nothing has changed, for your files of {kata.number} cannot be kept:\n"
            f"  {reason(error)}\n"
            "Mend that, and try again."
        ) from None
