"""Prints lines on a console; what does not fit follows below, with the same indent."""

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from katas._runner.result import FAILED, NOT_RUN, PASSED

from .console import marks, plain
from .prose import counted, wrapped

TO_DO = "to do"
"""The status of a scenario that fails at a gap: this is work to do, not a failure."""

_NO_BREAK = "\N{NO-BREAK SPACE}"
_LETTER = "\ue000"
"""Stands for a space that is no place to break, for rich breaks there, too."""

_COLOURS = {PASSED: "green", FAILED: "red", TO_DO: "yellow", NOT_RUN: "dim"}


class Printer:
    """Prints on a console of `width` columns and `height` lines.

    `marks` holds the mark of each status.
    """

    def __init__(self, console: Console) -> None:
        self.width = console.width
        self.height = console.height
        self.marks = marks(console)
        self._console = console

    def height_of(self, action: Callable[[], None]) -> int:
        """Return how many lines an action would print."""
        with self._console.capture() as captured:
            action()
        return len(captured.get().splitlines())

    def line(self, text: str | Text = "", style: str = "", indent: int = 0) -> None:
        """Print a line, wrapped at words."""
        for line in self.wrapped(text if isinstance(text, Text) else Text(text, style), indent):
            self.whole(Text.assemble(" " * indent, line))

    def wrapped(self, text: Text, indent: int) -> list[Text]:
        """Wrap a line for what an indentation leaves; no part of it ends in blanks."""
        whole = text.copy()
        whole.plain = whole.plain.replace(_NO_BREAK, _LETTER)
        lines = list(whole.wrap(self._console, max(self.width - indent, 8))) or [whole]
        for line in lines:
            line.plain = line.plain.replace(_LETTER, _NO_BREAK)
            line.rstrip()
        return lines

    def whole(self, line: str | Text) -> None:
        """Print a line without wrapping it: people copy or click its content."""
        self._console.print(line if isinstance(line, Text) else Text(line), soft_wrap=True)

    def sentences(self, text: str) -> None:
        """Print sentences; a command in backticks is not wrapped, because people copy it."""
        for line in wrapped(text, self.width):
            self.whole(line)

    def lines(self, lines: list[str], most: int, indent: int) -> None:
        """Print at most `most` lines, and how many are left out."""
        for line in lines[:most]:
            self.line(line[: 4 * self.width], indent=indent)
        if len(lines) > most:
            more = counted(len(lines) - most, "more line")
            self.line(f"… and {more}", "dim", indent=indent)

    def marked(self, status: str, text: str) -> None:
        """Print a line with the mark of a status before it; what does not fit stays beside that."""
        mark = Text(self.marks[status], "" if status == NOT_RUN else _COLOURS[status])
        for line in self.wrapped(Text(text, "dim" if status == NOT_RUN else ""), 4):
            self.whole(Text.assemble("  ", mark, " ", line))
            mark = Text(" ")


def printed(output: str) -> list[str]:
    """Return the lines that a learner's code has printed."""
    return plain(output).rstrip().splitlines()
