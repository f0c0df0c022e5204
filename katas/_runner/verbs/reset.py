"""`kata reset`: begin a kata anew, and lose nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from katas._runner import backups
from katas._runner.catalogue import Kata
from katas._runner.paths import STATE, in_repository

from . import options

if TYPE_CHECKING:
    from katas._runner.journey.diary import Diary

_FATES = {
    "changed": "changed, {lines} of yours",
    "added": "yours alone, {lines}: is taken away",
    "missing": "missing: comes back",
}


@click.command()
@options.kata_name
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--undo", is_flag=True, help="Bring back the files of the newest backup.")
@click.pass_context
def reset(context: click.Context, kata: Kata | None, yes: bool, undo: bool) -> None:
    """Bring a kata back to its start state. Your files are kept in a backup."""
    diary = options.open_diary()
    chosen = kata or diary.progress.current()
    if undo:
        _undo(chosen, diary)
    elif not _begin_anew(chosen, diary, may_ask=not yes):
        context.exit(options.NOT_YET)


def _begin_anew(kata: Kata, diary: "Diary", *, may_ask: bool) -> bool:
    """Restore the start state, and tell whether that was wanted."""
    with _explained(kata), backups.start_state(kata) as start:
        changes = backups.changes(kata, start)
        if not changes:
            click.echo(f"{kata.number} is in its start state: there is nothing to reset.")
            return True
        _show(kata, changes)
        if may_ask and not _agrees(kata):
            click.echo("Nothing has changed.")
            return False
        backup = _exchange(kata, start)
    diary.reset(kata, in_repository(backup))
    _say(
        f"{kata.number} is in its start state. Your files are kept in",
        f"  {in_repository(backup)}",
        f"`kata reset {kata.number} --undo` brings them back.",
    )
    return True


def _undo(kata: Kata, diary: "Diary") -> None:
    backup = backups.newest(kata)
    if backup is None:
        place = in_repository(STATE / "backups" / kata.slug)
        raise click.ClickException(f"There is no backup of {kata.number} in {place}.")
    with _explained(kata):
        if not backups.changes(kata, backup):
            _say("Nothing to undo: your files are those of", f"  {in_repository(backup)}")
            return
        kept = _exchange(kata, backup)
    diary.restored(kata, in_repository(backup))
    _say(
        f"Your files of {kata.number} are back from",
        f"  {in_repository(backup)}",
        "What stood there until now is kept in",
        f"  {in_repository(kept)}",
        f"`kata reset {kata.number} --undo` brings that back.",
    )


def _exchange(kata: Kata, wanted: Path) -> Path:
    """Keep the learner's files, put others in their place, and tell where the backup is."""
    backup = backups.keep(kata)
    try:
        backups.replace(kata, wanted)
    except (OSError, KeyboardInterrupt) as error:
        raise click.ClickException(
            f"{in_repository(kata.folder)} could not be changed, or not all of it:\n"
            f"  {_reason(error)}\n"
            f"All your files are in {in_repository(backup)}.\n"
            f"Mend that, and bring them back with `kata reset {kata.number} --undo`."
        ) from None
    return backup


def _say(*lines: str) -> None:
    """Print lines. An indented one is a path, which stays in one piece."""
    from rich.text import Text

    from katas._runner.terminal import console

    out = console()
    for line in lines:
        out.print(Text(line), soft_wrap=line.startswith(" "))


def _show(kata: Kata, changes: list[backups.Change]) -> None:
    from rich.text import Text

    from katas._runner.terminal import console, plain

    out = console()
    out.print(Text(f"{kata.name} goes back to its start state.", "bold"))
    names = [plain(change.file.as_posix()) for change in changes]
    for name, change in zip(names, changes, strict=True):
        lines = f"{change.lines} line{'' if change.lines == 1 else 's'}"
        fate = _FATES[change.what].format(lines=lines)
        out.print(Text(f"  {name:<{max(map(len, names))}}  {fate}"))
    out.print(Text(f"Your files will be kept in {in_repository(STATE / 'backups')}.", "dim"))


def _agrees(kata: Kata) -> bool:
    from katas._runner.terminal import is_attended

    if not is_attended():
        raise click.UsageError(f"To go on without asking: `kata reset {kata.number} --yes`.")
    return click.confirm("Go on?")


def _reason(error: BaseException) -> str:
    """Say why the disk did not do what it should."""
    if not isinstance(error, OSError):
        return "stopped by Ctrl-C"
    place = f"{in_repository(error.filename)}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


@contextmanager
def _explained(kata: Kata) -> Iterator[None]:
    """Say why it was not possible to begin: then nothing has changed."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"Nothing has changed, for your files of {kata.number} cannot be kept:\n"
            f"  {_reason(error)}\n"
            "Mend that, and try again."
        ) from None
