"""Shows findings. It needs only the package click, because any other may be missing."""

import os
import shutil
import sys
import textwrap

import click

from .check import FINE, NOTE, WRONG, Finding

_MARKS = {FINE: "✔", NOTE: "·", WRONG: "✘"}
_LETTERS = {FINE: "+", NOTE: ".", WRONG: "x"}
_COLOURS = {FINE: "green", NOTE: "yellow", WRONG: "red"}
_WIDEST, _NARROWEST = 100, 40


class Page:
    """Prints findings on stdout. `names` holds the names of all checks that will come."""

    def __init__(self, names: list[str]) -> None:
        self._encoding = sys.stdout.encoding or "ascii"
        self._marks = _MARKS if self._prints("".join(_MARKS.values())) else _LETTERS
        self._indent = 2 + max(map(len, names)) + 2 + 2
        width = shutil.get_terminal_size().columns - 1
        self._width = min(max(width, _NARROWEST), _WIDEST) - self._indent

    def add(self, name: str, finding: Finding) -> None:
        """Print what was found, and below it how to fix it."""
        mark = click.style(self._marks[finding.status], _COLOURS[finding.status])
        first, *rest = self._wrapped(finding.found)
        self._print(f"  {mark} {name:<{self._indent - 4}}{first}")
        for line in rest:
            self._print(" " * self._indent + line)
        for line in self._wrapped(finding.mend):
            self._print(" " * self._indent + click.style(line, dim=True))

    def sum(self, findings: list[Finding]) -> None:
        """Print a summary."""
        wrong = sum(finding.status == WRONG for finding in findings)
        self._print("")
        if wrong:
            self._print(f"{wrong} of {len(findings)} to fix. Then run `kata doctor` again.")
        else:
            self._print("All that is needed works.")

    def _wrapped(self, text: str) -> list[str]:
        """Wrap each line, except a command on a line of its own."""
        return [
            line
            for each in text.splitlines()
            for line in ([each] if each.startswith("  ") else self._at_words(each))
        ]

    def _at_words(self, line: str) -> list[str]:
        return textwrap.wrap(line, self._width, break_long_words=False, break_on_hyphens=False)

    def _prints(self, text: str) -> bool:
        return text.encode(self._encoding, "replace").decode(self._encoding) == text

    def _print(self, text: str) -> None:
        known = text.encode(self._encoding, "replace").decode(self._encoding)
        click.echo(known, color=False if os.environ.get("NO_COLOR") else None)
