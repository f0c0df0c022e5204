"""Prints pairs of lines: side by side if there is room, otherwise one below the other.

Marks repeat what colours say: as in a diff, `-` is the learner's line and `+` the reference's. The
marks between two columns are `|`, `<` and `>`, as in `sdiff`.
"""

from itertools import groupby, zip_longest

from rich.console import Console
from rich.text import Text

from katas._runner.compare.alignment import Pair

WIDEST = 203
"""Columns for two files of 100 columns, with the marks between them."""

_WIDE_ENOUGH = 120
_INDENT = 4
_YOURS, _REFERENCE = "bold yellow", "bold cyan"


class Columns:
    """Prints pairs of lines on a console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._half = (console.width - 3) // 2 if console.width >= _WIDE_ENOUGH else 0

    def heads(self, yours: str, reference: str) -> None:
        """Print the headings of both columns."""
        self.head(Pair(Text(yours, _YOURS), Text(reference, _REFERENCE)))

    def head(self, pair: Pair[Text]) -> None:
        """Print a line, also if it is alike."""
        self._stretch([pair])

    def lines(self, pairs: list[Pair[Text]], context: int) -> None:
        """Print lines. Of equal lines, print only `context` before and after each difference."""
        near = {
            at + by
            for at, pair in enumerate(pairs)
            if not pair.is_alike
            for by in range(-context, context + 1)
        }
        for is_near, places in groupby(range(len(pairs)), key=near.__contains__):
            stretch = [pairs[at] for at in places]
            if is_near:
                self._stretch(stretch)
            else:
                self._console.print(Text(f"  … {len(stretch)} alike", "dim"))

    def _stretch(self, pairs: list[Pair[Text]]) -> None:
        if self._half:
            for pair in pairs:
                self._beside(pair)
            return
        for is_alike, group in groupby(pairs, key=lambda pair: pair.is_alike):
            block = list(group)
            for pair in block:
                self._below("  " if is_alike else "- ", _YOURS, pair.yours)
            for pair in block:
                self._below("+ ", _REFERENCE, None if is_alike else pair.reference)

    def _below(self, mark: str, style: str, line: Text | None) -> None:
        """Print a line of one solution; what does not fit follows below it."""
        for number, part in enumerate(self._folded(line, self._console.width - len(mark))):
            begin = mark if number == 0 else " " * len(mark)
            self._print(Text.assemble((begin, style), part))

    def _beside(self, pair: Pair[Text]) -> None:
        """Print a line of each solution, side by side; what does not fit follows below it."""
        mark = " " if pair.is_alike else "|"
        mark = "<" if pair.reference is None else ">" if pair.yours is None else mark
        columns = [self._folded(line, self._half) for line in (pair.yours, pair.reference)]
        for left, right in zip_longest(*columns, fillvalue=Text()):
            left.align("left", self._half)
            self._print(Text.assemble(left, (f" {mark} ", "bold"), right))
            mark = " "

    def _print(self, line: Text) -> None:
        line.rstrip()
        self._console.print(line, soft_wrap=True)

    def _folded(self, line: Text | None, width: int) -> list[Text]:
        """Break a line that is too long; its further parts are indented more."""
        if line is None:
            return []
        line.expand_tabs(_INDENT)
        if line.cell_len <= width:
            return [line]
        blanks = len(line.plain) - len(line.plain.lstrip())
        indent = min(blanks + _INDENT, width // 2)
        first = line.wrap(self._console, width)[0]
        rest = line[len(first) :]
        rest = rest[len(rest) - len(rest.plain.lstrip()) :]
        parts = rest.wrap(self._console, width - indent)
        for part in parts:
            part.pad_left(indent)
        return [first, *parts]
