"""Shows how a scenario has failed: its steps, the error, its place, and the events."""

from dataclasses import dataclass

from rich.text import Text

from katas._runner.paths import from_here
from katas._runner.result import Error, Scenario, Step

from .console import plain
from .next_steps import in_words
from .printer import Printer, printed
from .prose import counted
from .recorded import RecordedView


@dataclass(frozen=True)
class Limits:
    """How much of a failing scenario is shown: rows of a table, events, lines of output."""

    rows: int = 12
    events: int = 12
    lines: int = 16


LIMITS = Limits(), Limits(8, 8, 6), Limits(6, 6, 4), Limits(4, 4, 3), Limits(2, 1, 1)
"""From as much as is useful to so little that a low terminal shows the whole scenario."""


class FailureView:
    """Prints scenarios and errors; `has_output` says whether their output is shown, too."""

    def __init__(
        self, printer: Printer, limits: Limits = LIMITS[0], *, has_output: bool = True
    ) -> None:
        self._print = printer
        self._limits = limits
        self._has_output = has_output

    def scenario(self, scenario: Scenario) -> None:
        """Print a scenario, as far as it has run."""
        self._print.line()
        self._print.line(scenario.title, "bold")
        for step in scenario.steps:
            self._step(step)
        if scenario.error:
            self.error(scenario.error)
        RecordedView(self._print, self._limits.events).scenario(scenario)
        self.output(scenario.output, "Printed in this scenario")

    def error(self, error: Error) -> None:
        """Print what went wrong, and where."""
        self._print.line()
        self._print.line(plain(in_words(error)), "yellow" if error.is_gap else "red", indent=2)
        self.place(error)

    def place(self, error: Error) -> None:
        """Print a place without wrapping it, so that a terminal can open it."""
        if error.file:
            place = from_here(error.file) + (f":{error.line}" if error.line else "")
            note = f"  {_why_there(error)}" if error.ran_last else ""
            fits = len(place) + len(note) + 2 <= self._print.width
            self._print.whole(Text.assemble("  ", (place, "cyan"), (note if fits else "", "dim")))
            if note and not fits:
                self._print.line(note.strip(), "dim", indent=2)

    def output(self, output: str, title: str) -> None:
        """Print the beginning of the learner's output."""
        lines = printed(output) if self._has_output else []
        if lines:
            self._print.line()
            self._print.line(title, "bold")
            self._print.lines(lines, self._limits.lines, indent=2)

    def _step(self, step: Step) -> None:
        self._print.marked(step.status, f"{step.keyword} {step.text}")
        if not step.table:
            return
        widths = [max(map(len, column)) for column in zip(*step.table, strict=True)]
        for row in step.table[: self._limits.rows]:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self._print.line(f"| {' | '.join(cells)} |", "dim", indent=6)
        left = len(step.table) - self._limits.rows
        if left > 0:
            self._print.line(f"… and {counted(left, 'more row')}", "dim", indent=6)


def _why_there(error: Error) -> str:
    """Return why a place is named although the error was not raised there."""
    names = [name.rpartition(".")[2] for name in error.functions]
    if not names:
        return "(ran last)"
    several = f"{', '.join(names[:-1])} and " if names[1:] else ""
    return f"(the scenario has called {several}{names[-1]})"
