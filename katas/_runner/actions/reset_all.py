"""Restores all start states, or the backups of all, and loses nothing."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from katas._runner import backup_batches, backups, catalogue, published
from katas._runner.catalogue import Kata
from katas._runner.paths import STATE, in_repository
from katas._runner.views.prose import indented, say

from .reset import agrees, explained, reason, say_lines

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade

_KEPT = STATE / "backups"


@dataclass(frozen=True)
class _Exchange:
    """A kata whose files are to be replaced, and what that changes."""

    kata: Kata
    wanted: Path
    changes: list[backups.Change]

    def __str__(self) -> str:
        from katas._runner.views.prose import counted

        missing = sum(change.what == "missing" for change in self.changes)
        theirs = len(self.changes) - missing
        lines = sum(change.lines for change in self.changes)
        fates = [f"{counted(theirs, 'file')}, {counted(lines, 'line')} of yours"] if theirs else []
        fates += [f"{counted(missing, 'file')} missing"] if missing else []
        return "; ".join(fates)


def begin_anew(journey: "JourneyFacade", *, may_ask: bool) -> bool:
    """Restore all start states. Return whether people agreed."""
    with ExitStack() as stack:
        exchanges = _due(_start_states(stack))
        if not exchanges:
            say("All katas are in their start state: there is nothing to reset.")
            return True
        _show(exchanges)
        changes = [change for each in exchanges for change in each.changes]
        if may_ask and not agrees(changes, "kata reset --all"):
            click.echo("Nothing has changed.")
            return False
        kept = _back_up(exchanges)
        try:
            backup_batches.note(kept)
        except OSError as error:
            _forget(kept)
            raise _nothing_changed(error) from None
        _replace(exchanges, kept, journey.reset, "kata reset --all")
    say_lines(
        f"In their start state: {_numbers(exchanges)}. Your files are kept in",
        f"  {in_repository(_KEPT)}",
        "`kata reset --all --undo` brings them back.",
    )
    return True


def undo(journey: "JourneyFacade") -> bool:
    """Bring back the files that the last `--all` has replaced. Fails if there are none."""
    known = {kata.slug: kata for kata in catalogue.katas()}
    try:
        batch = [(known[each.parent.name], each) for each in backup_batches.last()]
    except (OSError, LookupError, ValueError) as error:
        raise _nothing_changed(error) from None
    if not batch:
        raise click.ClickException(f"There is no backup of all katas in {in_repository(_KEPT)}.")
    exchanges = _due(batch)
    if not exchanges:
        say("Nothing to undo: your files are those of the backups.")
        return True
    kept = _back_up(exchanges)
    _replace(exchanges, kept, journey.restored, "kata reset --all --undo")
    back = f"Your files are back: {_numbers(exchanges)}. Those that were there are kept in"
    try:
        backup_batches.note(kept)  # only now, so that an interrupted undo can be repeated
        again = "`kata reset --all --undo` brings that back."
    except OSError:
        again = "`kata reset KATA --undo` brings that back, kata by kata."
    say_lines(back, f"  {in_repository(_KEPT)}", again)
    return True


def _start_states(stack: ExitStack) -> Iterator[tuple[Kata, Path]]:
    """Unpack all start states. A kata without one stays as it is, and a message says so."""
    for kata in catalogue.katas():
        try:
            yield kata, stack.enter_context(backups.start_state(kata))
        except published.DamagedArchiveError:
            if kata.slug in published.slugs():
                raise
            say(f"{kata.number} has no published start state, and stays as it is.", err=True)


def _due(wanted: Iterable[tuple[Kata, Path]]) -> list[_Exchange]:
    """Find the katas that differ from what is wanted."""
    found = []
    for kata, folder in wanted:
        with explained(kata):
            changes = backups.changes(kata, folder)
        if changes:
            found.append(_Exchange(kata, folder, changes))
    return found


def _back_up(exchanges: list[_Exchange]) -> list[Path]:
    """Back up all katas that will change; if one fails, keep no backup."""
    kept: list[Path] = []
    try:
        for each in exchanges:
            with explained(each.kata):
                kept.append(backups.back_up(each.kata))
    except BaseException:
        _forget(kept)
        raise
    return kept


def _replace(
    exchanges: list[_Exchange],
    kept: list[Path],
    remember: Callable[[Kata, str], None],
    command: str,
) -> None:
    """Replace the files, kata by kata. If that stops halfway, say which katas have changed."""
    for number, (each, backup) in enumerate(zip(exchanges, kept, strict=True)):
        try:
            backups.replace(each.kata, each.wanted)
            remember(each.kata, in_repository(backup))
        except (OSError, KeyboardInterrupt) as error:
            done, left = exchanges[:number], exchanges[number + 1 :]
            _forget(kept[number + 1 :])
            raise click.ClickException(
                f"Stopped at {each.kata.number}, which may be partly changed:\n"
                f"{indented(reason(error))}\n"
                f"Changed: {_numbers(done)}. Not changed: {_numbers(left)}.\n"
                f"Nothing is lost, all your files are in {in_repository(_KEPT)}.\n"
                f"`{command}` goes on, and `kata reset {each.kata.number} --undo` brings"
                f" {each.kata.number} back."
            ) from None


def _forget(kept: list[Path]) -> None:
    """Delete backups of files that have not changed, so that earlier backups stay the newest."""
    for backup in kept:
        shutil.rmtree(backup, ignore_errors=True)


def _nothing_changed(error: Exception) -> click.ClickException:
    return click.ClickException(
        f"Nothing has changed, because the backups cannot be used:\n{indented(reason(error))}"
    )


def _numbers(exchanges: list[_Exchange]) -> str:
    return ", ".join(each.kata.number for each in exchanges) or "none"


def _show(exchanges: list[_Exchange]) -> None:
    """Show what would change, one line for each kata."""
    from katas._runner.views.reset import show_katas

    show_katas([(each.kata.name, str(each)) for each in exchanges])
