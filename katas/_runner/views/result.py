"""Shows the result of a run to a learner; everything it shows is in the result."""

from rich.console import Console
from rich.text import Text

from katas._runner import recovery
from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, from_here, in_repository
from katas._runner.result import FAILED, NOT_RUN, SOLVED, Error, Result, Scenario
from katas._runner.run.messages import Stage

from . import next_steps
from .console import console, plain
from .failure import LIMITS, FailureView
from .printer import TO_DO, Printer, printed
from .prose import wrapped

_MOST_LINES = 50
"""Lines of a scenario's output that `--output` shows."""

_MOST_WARNINGS = 3
_FOOT = 4
"""Lines of a terminal that the keys and the cursor need."""


def show_result(
    kata: Kata,
    result: Result,
    following: Kata | None,
    *,
    is_watched: bool = False,
    with_output: bool = False,
) -> None:
    """Print a whole result on stdout; `following` is the kata to go on with after this one.

    `is_watched` means that a save starts the next run, and that there are keys. `with_output` shows
    what each scenario has printed.
    """
    view = View(console(), with_output=with_output)
    view.show(kata, result, following, is_watched=is_watched)


def _status(scenario: Scenario) -> str:
    """Return a scenario's status; a gap is work to do, not a failure."""
    return TO_DO if scenario.error and scenario.error.is_gap else scenario.status


class View:
    """Prints results on a console; `with_output` shows what each scenario has printed."""

    def __init__(self, console: Console, *, with_output: bool = False) -> None:
        self._print = Printer(console)
        self._with_output = with_output
        self._failure = FailureView(self._print, has_output=not with_output)

    def show(
        self, kata: Kata, result: Result, following: Kata | None, *, is_watched: bool = False
    ) -> None:
        """Print the scenarios, the first that fails, and what to do next."""
        self._head(kata, result)
        if self._with_output:
            self._all_output(result)
        else:
            self._hidden_output(kata, result, is_watched=is_watched)
        if is_watched:
            self._fit(kata, result, following)
        self._why(kata, result, following, is_watched=is_watched)

    def show_unfinished(self, kata: Kata, result: Result, stage: Stage) -> None:
        """Print the scenarios, which still run, and the first of them that has failed."""
        self._head(kata, result, f"still running: {stage.what}, {stage.done} of {stage.total}")
        if any(each.status == FAILED for each in result.scenarios):
            self._fit(kata, result, None)
            self._why(kata, result, None, is_watched=True)

    def _fit(self, kata: Kata, result: Result, following: Kata | None) -> None:
        """Choose limits with which a failing scenario fits into the terminal, if possible."""
        for limits in LIMITS:
            self._failure = FailureView(self._print, limits, has_output=not self._with_output)
            height = self._print.height_of(
                lambda: self._why(kata, result, following, is_watched=True)
            )
            if height <= self._print.height - _FOOT:
                return

    def _why(self, kata: Kata, result: Result, following: Kata | None, *, is_watched: bool) -> None:
        """Print the first scenario that fails, if there is one, and what to do next."""
        scenario = result.first_failing
        if scenario and scenario.error:
            self._failure.scenario(scenario)
        elif result.error:
            self._failure.error(result.error)
        self._failure.output(result.output, "Printed outside of scenarios")
        self._altered(next_steps.altered(result))
        self._warnings(result.warnings)
        self._print.line()
        for line in next_steps.next_steps(kata, result, following, is_watched=is_watched):
            self._print.sentences(line)

    def _head(self, kata: Kata, result: Result, count: str = "") -> None:
        """Print the kata, and the scenarios with `count` below, or how many of them pass."""
        about = f"{' + '.join(kata.contexts)} · {kata.minutes} min"
        gap = max(2, self._print.width - len(kata.name) - len(about))
        self._print.line(Text.assemble((kata.name, "bold"), " " * gap, (about, "dim")))
        if result.scenarios:
            self._print.line(result.feature, "dim")
            self._print.line()
        for scenario in result.scenarios:
            self._print.marked(_status(scenario), scenario.title)
        if result.scenarios:
            passed = f"{result.passed} of {len(result.scenarios)} scenarios pass"
            self._print.line(
                count or passed, "bold green" if result.status == SOLVED else "", indent=2
            )
            self._legend(result)

    def _legend(self, result: Result) -> None:
        """Explain the marks that were used."""
        statuses = {_status(scenario) for scenario in result.scenarios}
        words = {FAILED: "fails", TO_DO: "waits for a TODO", NOT_RUN: "has not run"}
        marks = self._print.marks
        used = [f"{marks[status]} {words[status]}" for status in words if status in statuses]
        if statuses & {TO_DO, NOT_RUN}:
            self._print.line("   ".join(used), "dim", indent=2)

    def _altered(self, files: list[str]) -> None:
        """Name altered files that nobody should edit: they may be the cause."""
        if files:
            verb = "is" if len(files) == 1 else "are"
            names = recovery.first_names([from_here(each) for each in files])
            self._print.line()
            self._print.line(f"{names} {verb} not as published.", "yellow")

    def _all_output(self, result: Result) -> None:
        """Print the output outside of scenarios, and that of those which have printed something."""
        titles = [("Outside of scenarios", result.output)]
        titles += [(each.title, each.output) for each in result.scenarios]
        outputs = [(title, lines) for title, output in titles if (lines := printed(output))]
        self._print.line()
        if not outputs:
            self._print.line("Nothing was printed.")
            return
        self._print.line("Printed", "bold")
        for title, lines in outputs:
            self._print.line(title, indent=2)
            self._print.lines(lines, _MOST_LINES, indent=4)
        others = sum(not printed(each.output) for each in result.scenarios)
        if others:
            scenarios = "scenario" if others == 1 else f"{others} scenarios"
            self._print.line(f"The other {scenarios} printed nothing.", "dim", indent=2)

    def _hidden_output(self, kata: Kata, result: Result, *, is_watched: bool) -> None:
        """Say that scenarios have printed something, if that is not shown."""
        hidden = [each for each in result.scenarios if each is not result.first_failing]
        count = sum(len(printed(each.output)) for each in hidden)
        if not count:
            return
        solutions = "" if result.code == in_repository(KATAS) else " --solutions"
        how = "o" if is_watched else f"`kata run {kata.number}{solutions} --output`"
        lines, them = ("1 line was", "it") if count == 1 else (f"{count} lines were", "them")
        where = "" if result.status == SOLVED else " in other scenarios"
        text = f"{lines} printed{where}: {how} shows {them}"
        for line in wrapped(text, self._print.width - 2):
            self._print.line(line, "dim", indent=2)

    def _warnings(self, warnings: list[Error]) -> None:
        if not warnings:
            return
        self._print.line()
        self._print.line("Python warns (no scenario fails because of it)", "bold")
        for warning in warnings[:_MOST_WARNINGS]:
            text = plain(f"{warning.type}: {warning.message}")
            self._print.line(text, "yellow", indent=2)
            self._failure.place(warning)
        if len(warnings) > _MOST_WARNINGS:
            self._print.line(f"… and {len(warnings) - _MOST_WARNINGS} more", "dim", indent=2)
