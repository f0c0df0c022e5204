"""Prints lines on a console; what does not fit follows below, with the same indent."""

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from katas._runner.result import FAILED, NOT_RUN, PASSED

from .console import marks, plain
from .prose import wrapped

TO_DO = "to do"
"""The status of a scenario that fails at a gap: this is work to do, not a failure."""

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
        """Wrap a line to the width that an indent leaves, without spaces at the ends."""
        lines = list(text.wrap(self._console, max(self.width - indent, 8))) or [text]
        for line in lines:
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
            self.line(f"… and {len(lines) - most} more lines", "dim", indent=indent)

    def marked(self, status: str, text: str) -> None:
        """Print a line with the mark of a status before it."""
        mark = (self.marks[status], "" if status == NOT_RUN else _COLOURS[status])
        self.line(Text.assemble(mark, " ", (text, "dim" if status == NOT_RUN else "")), indent=2)


def printed(output: str) -> list[str]:
    """Return the lines that a learner's code has printed."""
    return plain(output).rstrip().splitlines()
