"""Shows the result of a run to a learner, and nothing that is not in the result."""

from rich.console import Console
from rich.text import Text

from katas._runner import recovery
from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, from_here, in_repository
from katas._runner.result import (
    FAILED,
    NOT_RUN,
    PASSED,
    SOLVED,
    Error,
    Event,
    Result,
    Scenario,
    Step,
)

from . import next_steps
from .console import console, marks, plain
from .events import event_text, with_heads
from .prose import wrapped

_TO_DO = "to do"
_COLOURS = {PASSED: "green", FAILED: "red", _TO_DO: "yellow", NOT_RUN: "dim"}
_MOST_EVENTS = 12
_MOST_ROWS = 12
_MOST_LINES = 10
_MOST_LINES_WANTED = 50
"""Lines of what a scenario has printed: beside its failure, and when somebody asks for them."""
_MOST_WARNINGS = 3


def show_result(
    kata: Kata,
    result: Result,
    following: Kata | None,
    *,
    is_watched: bool = False,
    with_output: bool = False,
) -> None:
    """Print a whole result on stdout; `following` is the kata to go on with after this one.

    `is_watched` tells that a save alone starts the next run, and that there are keys; `with_output`
    asks for what each scenario has printed.
    """
    view = View(console(), with_output=with_output)
    view.show(kata, result, following, is_watched=is_watched)


def _status(scenario: Scenario) -> str:
    """A scenario's status, where a gap is work to do and no failure."""
    return _TO_DO if scenario.error and scenario.error.is_gap else scenario.status


def _printed(output: str) -> list[str]:
    """The lines that a learner's code has printed."""
    return plain(output).rstrip().splitlines()


class View:
    """Prints results on a console; `with_output` asks for what each scenario has printed."""

    def __init__(self, console: Console, *, with_output: bool = False) -> None:
        self._console = console
        self._with_output = with_output
        self._marks = marks(console)

    def show(
        self, kata: Kata, result: Result, following: Kata | None, *, is_watched: bool = False
    ) -> None:
        """Print the scenarios, the first that fails, and what to do next."""
        self._head(kata, result)
        if self._with_output:
            self._all_output(result)
        else:
            self._hidden_output(kata, result, is_watched=is_watched)
        scenario = result.first_failing
        if scenario and scenario.error:
            self._scenario(scenario)
        elif result.error:
            self._error(result.error)
        if not self._with_output:
            self._output(result.output, "Printed by your code, outside of scenarios")
        self._altered(next_steps.altered(result))
        self._warnings(result.warnings)
        self._line()
        for line in next_steps.next_steps(kata, result, following, is_watched=is_watched):
            self._advice(line)

    def _advice(self, text: str) -> None:
        """Print what to do next; a command stays in one piece, for people copy it."""
        for line in wrapped(text, self._console.width):
            self._console.print(Text(line), soft_wrap=True)

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
        if not self._with_output:
            self._output(scenario.output, "Printed by your code")

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
        self._line(plain(next_steps.in_words(error)), "yellow" if error.is_gap else "red", indent=2)
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

    def _altered(self, files: list[str]) -> None:
        """Name what nobody edits, and what is another than it was: it may be the cause."""
        if files:
            self._line()
            verb = "is" if len(files) == 1 else "are"
            names = recovery.first_names([from_here(file) for file in files])
            self._line(f"{names} {verb} not as published.", "yellow")

    def _output(self, output: str, title: str) -> None:
        lines = _printed(output)
        if lines:
            self._line()
            self._line(title, "bold")
            self._lines(lines, _MOST_LINES, indent=2)

    def _lines(self, lines: list[str], most: int, indent: int) -> None:
        for line in lines[:most]:
            self._line(line[: 4 * self._console.width], indent=indent)
        if len(lines) > most:
            self._line(f"… and {len(lines) - most} more lines", "dim", indent=indent)

    def _all_output(self, result: Result) -> None:
        """Print what was printed in each scenario, and outside of all, as at the import."""
        outputs = [("Outside of scenarios", "nothing", _printed(result.output))]
        for scenario in result.scenarios:
            otherwise = "has not run" if scenario.status == NOT_RUN else "nothing"
            outputs.append((scenario.title, otherwise, _printed(scenario.output)))
        self._line()
        if not any(lines for _, _, lines in outputs):
            self._line("Your code has printed nothing.")
            return
        self._line("Printed by your code", "bold")
        for title, otherwise, lines in outputs:
            note = "" if lines else f": {otherwise}"
            self._line(Text.assemble(title, (note, "dim")), indent=2)
            self._lines(lines, _MOST_LINES_WANTED, indent=4)

    def _hidden_output(self, kata: Kata, result: Result, *, is_watched: bool) -> None:
        """Say that scenarios have printed something, if that is not shown."""
        hidden = [each for each in result.scenarios if each is not result.first_failing]
        count = sum(len(_printed(each.output)) for each in hidden)
        if not count:
            return
        solutions = "" if result.code == in_repository(KATAS) else " --solutions"
        how = "o" if is_watched else f"`kata run {kata.number}{solutions} --output`"
        lines, them = ("1 line was", "it") if count == 1 else (f"{count} lines were", "them")
        where = "" if result.status == SOLVED else " in other scenarios"
        text = f"{lines} printed{where}: {how} shows {them}"
        for line in wrapped(text, self._console.width - 2):
            self._line(line, "dim", indent=2)

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
