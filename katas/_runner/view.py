"""Shows the result of a run to a learner, and nothing that is not in the result."""

from rich.console import Console
from rich.text import Text

from . import advice
from .catalogue import Kata
from .paths import from_here
from .recorded import event_text, with_heads
from .result import FAILED, NOT_RUN, PASSED, SOLVED, Error, Event, Result, Scenario, Step
from .terminal import console, marks, plain

_TO_DO = "to do"
_COLOURS = {PASSED: "green", FAILED: "red", _TO_DO: "yellow", NOT_RUN: "dim"}
_MOST_EVENTS = 12
_MOST_ROWS = 12
_MOST_LINES = 10
_MOST_WARNINGS = 3


def show_result(
    kata: Kata, result: Result, following: Kata | None, *, is_watched: bool = False
) -> None:
    """Print a whole result on stdout; `following` is the kata to go on with after this one.

    `is_watched` tells that a save alone starts the next run, and that there are keys.
    """
    View(console()).show(kata, result, following, is_watched=is_watched)


def _status(scenario: Scenario) -> str:
    """A scenario's status, where a gap is work to do and no failure."""
    return _TO_DO if scenario.error and scenario.error.is_gap else scenario.status


class View:
    """Prints results on a console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._marks = marks(console)

    def show(
        self, kata: Kata, result: Result, following: Kata | None, *, is_watched: bool = False
    ) -> None:
        """Print the scenarios, the first that fails, and what to do next."""
        self._head(kata, result)
        scenario = result.first_failing
        if scenario and scenario.error:
            self._scenario(scenario)
        elif result.error:
            self._error(result.error)
        self._output(result.output)
        self._warnings(result.warnings)
        self._line()
        for line in advice.next_steps(kata, result, following, is_watched=is_watched):
            self._line(line)

    def _line(self, text: str | Text = "", style: str = "", indent: int = 0) -> None:
        """Print a line; what does not fit goes on below it, indented alike."""
        text = text if isinstance(text, Text) else Text(text, style)
        for line in text.wrap(self._console, self._console.width - indent) or [text]:
            line.rstrip()
            self._console.print(Text.assemble(" " * indent, line), soft_wrap=True)

    def _head(self, kata: Kata, result: Result) -> None:
        about = f"{' + '.join(kata.contexts)} · {kata.minutes} min"
        gap = max(2, self._console.width - len(kata.name) - len(about))
        self._line(Text.assemble((kata.name, "bold"), " " * gap, (about, "dim")))
        if result.scenarios:
            self._line(result.feature, "dim")
            self._line()
        for scenario in result.scenarios:
            self._marked(_status(scenario), scenario.title)
        if result.scenarios:
            count = f"{result.passed} of {len(result.scenarios)} scenarios pass"
            self._line(count, "bold green" if result.status == SOLVED else "", indent=2)
            self._legend(result)

    def _legend(self, result: Result) -> None:
        """Explain the marks that were used."""
        statuses = {_status(scenario) for scenario in result.scenarios}
        words = {FAILED: "fails", _TO_DO: "waits for a TODO", NOT_RUN: "has not run"}
        used = [f"{self._marks[status]} {words[status]}" for status in words if status in statuses]
        if statuses & {_TO_DO, NOT_RUN}:
            self._line("   ".join(used), "dim", indent=2)

    def _marked(self, status: str, text: str) -> None:
        colour = _COLOURS[status]
        mark = (self._marks[status], "" if status == NOT_RUN else colour)
        self._line(Text.assemble(mark, " ", (text, "dim" if status == NOT_RUN else "")), indent=2)

    def _scenario(self, scenario: Scenario) -> None:
        self._line()
        self._line(scenario.title, "bold")
        for step in scenario.steps:
            self._step(step)
        if scenario.error:
            self._error(scenario.error)
        self._events(scenario.events)
        self._output(scenario.output)

    def _step(self, step: Step) -> None:
        self._marked(step.status, f"{step.keyword} {step.text}")
        if not step.table:
            return
        widths = [max(map(len, column)) for column in zip(*step.table, strict=True)]
        for row in step.table[:_MOST_ROWS]:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self._line(f"| {' | '.join(cells)} |", "dim", indent=6)
        if len(step.table) > _MOST_ROWS:
            self._line(f"… and {len(step.table) - _MOST_ROWS} more rows", "dim", indent=6)

    def _error(self, error: Error) -> None:
        self._line()
        self._line(plain(advice.in_words(error)), "yellow" if error.is_gap else "red", indent=2)
        self._place(error)

    def _place(self, error: Error) -> None:
        if error.file:
            place = from_here(error.file) + (f":{error.line}" if error.line else "")
            ran_last = ("  (ran last)", "dim") if error.ran_last else ""
            self._console.print(Text.assemble("  ", (place, "cyan"), ran_last), soft_wrap=True)

    def _events(self, events: list[Event]) -> None:
        if not events:
            return
        self._line()
        self._line("Recorded so far", "bold")
        if len(events) > _MOST_EVENTS:
            self._line(f"… {len(events) - _MOST_EVENTS} earlier", "dim", indent=2)
        for head, event in list(with_heads(events))[-_MOST_EVENTS:]:
            self._event(event, head)

    def _event(self, event: Event, head: str) -> None:
        """Print an event; what does not fit goes on below its attributes."""
        indent = 2 + len(head)
        lines = event_text(event).wrap(self._console, max(self._console.width - indent, 8))
        for number, line in enumerate(lines):
            line.rstrip()
            begin = Text(f"  {head}" if number == 0 else " " * (indent + 2), "dim")
            self._console.print(Text.assemble(begin, line), soft_wrap=True)

    def _output(self, output: str) -> None:
        lines = plain(output).rstrip().splitlines()
        if not lines:
            return
        self._line()
        self._line("Printed by your code", "bold")
        for line in lines[:_MOST_LINES]:
            self._line(line[: 4 * self._console.width], indent=2)
        if len(lines) > _MOST_LINES:
            self._line(f"… and {len(lines) - _MOST_LINES} more lines", "dim", indent=2)

    def _warnings(self, warnings: list[Error]) -> None:
        if not warnings:
            return
        self._line()
        self._line("Python warns (no scenario fails by it)", "bold")
        for warning in warnings[:_MOST_WARNINGS]:
            self._line(plain(f"{warning.type}: {warning.message}"), "yellow", indent=2)
            self._place(warning)
        if len(warnings) > _MOST_WARNINGS:
            self._line(f"… and {len(warnings) - _MOST_WARNINGS} more", "dim", indent=2)
