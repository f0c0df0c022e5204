"""Shows how a scenario has failed: its steps, the error, the place, and what was recorded."""

from rich.text import Text

from katas._runner.paths import from_here
from katas._runner.result import Error, Event, Scenario, Step

from .console import plain
from .events import event_text, with_heads
from .next_steps import in_words
from .printer import Printer, printed

_MOST_EVENTS = 12
_MOST_ROWS = 12
_MOST_LINES = 10
"""Lines of what is printed beside a failure."""


class FailureView:
    """Prints scenarios and errors; `has_output` tells whether what was printed is shown, too."""

    def __init__(self, printer: Printer, *, has_output: bool = True) -> None:
        self._print = printer
        self._has_output = has_output

    def scenario(self, scenario: Scenario) -> None:
        """Print a scenario, as far as it came."""
        self._print.line()
        self._print.line(scenario.title, "bold")
        for step in scenario.steps:
            self._step(step)
        if scenario.error:
            self.error(scenario.error)
        self._events(scenario.events)
        self.output(scenario.output, "Printed by your code")

    def error(self, error: Error) -> None:
        """Print what went wrong, and where."""
        self._print.line()
        self._print.line(plain(in_words(error)), "yellow" if error.is_gap else "red", indent=2)
        self.place(error)

    def place(self, error: Error) -> None:
        """Print a place in one piece, so that a terminal can open it."""
        if error.file:
            place = from_here(error.file) + (f":{error.line}" if error.line else "")
            ran_last = ("  (ran last)", "dim") if error.ran_last else ""
            self._print.whole(Text.assemble("  ", (place, "cyan"), ran_last))

    def output(self, output: str, title: str) -> None:
        """Print the beginning of what was printed."""
        lines = printed(output) if self._has_output else []
        if lines:
            self._print.line()
            self._print.line(title, "bold")
            self._print.lines(lines, _MOST_LINES, indent=2)

    def _step(self, step: Step) -> None:
        self._print.marked(step.status, f"{step.keyword} {step.text}")
        if not step.table:
            return
        widths = [max(map(len, column)) for column in zip(*step.table, strict=True)]
        for row in step.table[:_MOST_ROWS]:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self._print.line(f"| {' | '.join(cells)} |", "dim", indent=6)
        if len(step.table) > _MOST_ROWS:
            more = f"… and {len(step.table) - _MOST_ROWS} more rows"
            self._print.line(more, "dim", indent=6)

    def _events(self, events: list[Event]) -> None:
        if not events:
            return
        self._print.line()
        self._print.line("Recorded so far", "bold")
        if len(events) > _MOST_EVENTS:
            self._print.line(f"… {len(events) - _MOST_EVENTS} earlier", "dim", indent=2)
        for head, event in list(with_heads(events))[-_MOST_EVENTS:]:
            self._event(event, head)

    def _event(self, event: Event, head: str) -> None:
        """Print an event; what does not fit goes on below its attributes."""
        indent = 2 + len(head)
        lines = self._print.wrapped(event_text(event), indent)
        if len(lines) > 1:
            lines = self._print.wrapped(event_text(event), indent + 2)
        for number, line in enumerate(lines):
            begin = Text(f"  {head}" if number == 0 else " " * (indent + 2), "dim")
            self._print.whole(Text.assemble(begin, line))
