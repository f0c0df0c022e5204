"""Shows the learner's journey."""

from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from rich.text import Text

from katas._runner.catalogue import Kata, katas
from katas._runner.journey.practice import Practice
from katas._runner.journey.summaries import Summary

from .console import console, print_row
from .prose import counted, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from katas._runner.journey.progress import Progress


_INDENT = " " * len("  09:30  ")


def _minutes(worked: "timedelta") -> int:
    return max(1, round(worked.total_seconds() / 60))


class JourneyView:
    """Prints the journey, or a part of it, on stdout; times are local."""

    def __init__(self) -> None:
        self._console = console()
        self._day = ""

    def of_all(self, summaries: "Iterable[Summary]", progress: "Progress") -> None:
        """Print the whole journey, one line for each kata."""
        names = {kata.slug: kata for kata in katas()}
        known = [summary for summary in summaries if summary.slug in names]
        if not known:
            self._print("Your journey has not begun yet: `kata` is the first step.")
            return
        for summary in known:
            self._summary(names[summary.slug], summary)
        solved = sum(progress.is_solved(names[summary.slug]) for summary in known)
        self._print()
        sums = [
            f"{solved} of {len(names)} solved",
            counted(sum(_minutes(summary.worked) for summary in known), "minute"),
            counted(sum(summary.runs for summary in known), "run"),
            counted(sum(summary.hints for summary in known), "hint"),
        ]
        self._print(" · ".join(sums))
        self._print("What happened in one of them: `kata journey KATA`.", "dim")

    def of_one(self, kata: Kata, summaries: "Iterable[Summary]") -> None:
        """Print what happened in one kata, one line for each event; runs are only counted."""
        self._print(kata.name, "bold")
        for summary in summaries:
            runs = 0
            for event in summary.events:
                runs += isinstance(event, Practice.Ran)
                words = self._words(event)
                if words:
                    after = f"  after {counted(runs, 'run')}" if runs else ""
                    self._moment(event.timestamp, Text.assemble(words, (after, "dim")))
                    runs = 0
            self._print()
            self._print(f"{self._work(summary)}, {_state(summary)}")
            return
        self._print("Nothing has happened here yet.")

    def _summary(self, kata: Kata, summary: Summary) -> None:
        self._moment(summary.begun, Text(_state(summary)), Text(f"{kata.name:<28}  ", "bold"))
        print_row(self._console, Text(_INDENT), Text(self._work(summary), "dim"))

    @staticmethod
    def _work(summary: Summary) -> str:
        times = {
            "hint": summary.hints,
            "regression": summary.regressions,
            "comparison": summary.comparisons,
            "reset": summary.resets,
        }
        counts = [counted(number, what) for what, number in times.items() if number]
        minutes = f"{_minutes(summary.worked)} min"
        return ", ".join([minutes, counted(summary.runs, "run"), *counts])

    def _moment(self, moment: "datetime", text: Text, name: Text | None = None) -> None:
        """Print a line with its time, and above it the day if that is a new one."""
        local = moment.astimezone()
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self._day:
            self._print()
            self._print(day)
            self._day = day
        head = Text.assemble(f"  {local:%H:%M}  ", name or "")
        print_row(self._console, head, text, below=len(_INDENT))

    def _print(self, text: str = "", style: str = "") -> None:
        for line in wrapped(text, self._console.width) or [""]:
            self._console.print(Text(line, style), soft_wrap=True)

    @singledispatchmethod
    def _words(self, event: Any) -> str:  # noqa: ARG002 - the default
        """Return an event in words; nothing for an event that needs no line."""
        return ""

    @_words.register
    def _(self, _: Practice.Opened) -> str:
        return "opened"

    @_words.register
    def _(self, event: Practice.ScenarioPassed) -> str:
        return f"passed: {event.title}"

    @_words.register
    def _(self, _: Practice.Solved) -> str:
        return "solved"

    @_words.register
    def _(self, event: Practice.Regressed) -> str:
        if len(event.titles) > 1:
            return f"regressed: {counted(len(event.titles), 'scenario')}"
        return f"regressed: {event.titles[0] if event.titles else 'it does not run'}"

    @_words.register
    def _(self, event: Practice.HintTaken) -> str:
        return f"hint {event.level}: {event.title}"

    @_words.register
    def _(self, event: Practice.Compared) -> str:
        return "compared before it was solved" if event.early else "compared"

    @_words.register
    def _(self, event: Practice.Reset) -> str:
        return f"reset; the work is in {event.backup}"

    @_words.register
    def _(self, event: Practice.Restored) -> str:
        return f"the work of {event.backup} is back"


def _state(summary: Summary) -> str:
    if summary.solved:
        return "solved, red now" if summary.red else "solved"
    return f"{summary.passed} of {summary.of} scenarios" if summary.of else "not begun"
