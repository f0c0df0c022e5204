"""Shows which files of a kata would be others."""

from collections.abc import Sequence

from rich.text import Text

from katas._runner.backups import Change
from katas._runner.paths import STATE, in_repository

from .console import console, plain

_FATES = {
    "changed": "changed, {lines} of yours",
    "added": "yours alone, {lines}: is taken away",
    "missing": "missing: comes back",
    "in the way": "a folder is in its place: is taken away",
}


def counted(number: int, thing: str) -> str:
    """Write a number of things: 1 file, 2 files."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def show_changes(what: str, changes: Sequence[Change]) -> None:
    """Print a line for each file that goes back to its start state."""
    out = console()
    out.print(Text(f"{what} goes back to its start state.", "bold"))
    names = [plain(change.file.as_posix()) for change in changes]
    for name, change in zip(names, changes, strict=True):
        lines = counted(change.lines, "line") if change.lines else "no lines"
        fate = _FATES[change.what].format(lines=lines)
        out.print(Text(f"  {name:<{max(map(len, names))}}  {fate}"))
    out.print(Text(f"Your files will be kept in {in_repository(STATE / 'backups')}.", "dim"))
