"""Shows which files a reset would change."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from katas._runner.backups import Change
from katas._runner.paths import STATE, in_repository

from .console import console, plain, print_row
from .prose import counted

_FATES = {
    "changed": "changed, {lines} of yours",
    "added": "your own file, {lines}: will be removed",
    "missing": "missing: will come back",
    "in the way": "a folder has its name: will be removed",
}


def show_changes(what: str, changes: Sequence[Change]) -> None:
    """Print a line for each file that goes back to its start state."""
    out = console()
    out.print(Text(f"{what} goes back to its start state.", "bold"))
    names = [plain(change.file.as_posix()) for change in changes]
    for name, change in zip(names, changes, strict=True):
        lines = counted(change.lines, "line") if change.lines else "no lines"
        fate = _FATES[change.what].format(lines=lines)
        print_row(out, Text(f"  {name:<{max(map(len, names))}}  "), Text(fate))
    _promise(out)


def show_katas(changes: Sequence[tuple[str, str]]) -> None:
    """Print a line for each kata that goes back to its start state, with what that changes."""
    out = console()
    out.print(Text("These katas go back to their start state.", "bold"))
    width = max(len(name) for name, _ in changes)
    for name, what in changes:
        print_row(out, Text(f"  {name:<{width}}  "), Text(what))
    _promise(out)


def _promise(out: Console) -> None:
    out.print(Text(f"Your files will be kept in {in_repository(STATE / 'backups')}.", "dim"))
