"""Shows how a file differs in two solutions, with the lines around, in colours."""

from rich.syntax import Syntax
from rich.text import Text

from katas._runner.compare.alignment import Pair
from katas._runner.compare.files import File

from .columns import Columns
from .console import plain

_LINES_AROUND = 3
_NO_FILE = "(no such file)"


def show_code(columns: Columns, file: File, yours: str, reference: str) -> None:
    """Print a file of both solutions; `yours` and `reference` are the headings."""
    columns.heads(
        yours if file.yours is not None else _NO_FILE,
        reference if file.reference is not None else _NO_FILE,
    )
    mine, theirs = _coloured(file.yours), _coloured(file.reference)
    pairs = [
        Pair(
            None if pair.yours is None else mine[pair.yours],
            None if pair.reference is None else theirs[pair.reference],
            pair.is_alike,
        )
        for pair in file.numbers()
    ]
    columns.lines(pairs, _LINES_AROUND)


def _coloured(lines: list[str] | None) -> list[Text]:
    """Return the lines of a file in colours. It is coloured as a whole, because of docstrings."""
    code = "\n".join(plain(line) for line in lines or [])
    syntax = Syntax(code, "python", theme="ansi_dark", word_wrap=True, tab_size=4)
    return list(syntax.highlight(code).split("\n", allow_blank=True))
