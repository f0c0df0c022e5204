"""Shows many katas, one line each."""

from rich.text import Text

from katas._runner import extras
from katas._runner.catalogue import Kata, part_title
from katas._runner.journey.progress import Progress
from katas._runner.result import FAILED, NOT_RUN, PASSED, SOLVED, Result

from .console import console, marks, print_row

_HERE = "← you are here"


class KataList:
    """Prints katas and results on stdout."""

    def __init__(self) -> None:
        self._console = console()
        self._marks = marks(self._console)

    def part(self, part: int, katas: list[Kata], progress: Progress) -> None:
        """Print a part's title and its katas; solved ones have a mark."""
        self._console.print(Text(f"Part {part} · {part_title(part)}", "bold"))
        current = progress.current()
        for kata in katas:
            mark = PASSED if progress.is_solved(kata) else NOT_RUN
            is_red = progress.is_solved(kata) and progress.is_red(kata)
            is_open = kata == current and (is_red or mark == NOT_RUN)
            about = f"{kata.minutes:>3} min  {', '.join(kata.contexts)}"
            rest = Text.assemble((about, "dim"), ("  red now" if is_red else "", "red"))
            self._row(mark, kata, rest, _HERE if is_open else "")
        self._console.print()

    def total(self, katas: list[Kata], progress: Progress) -> None:
        """Print how many of the katas are solved."""
        solved = sum(progress.is_solved(kata) for kata in katas)
        minutes = sum(kata.minutes for kata in katas)
        self._console.print(Text(f"{solved} of {len(katas)} solved · {minutes} minutes in all"))

    def checked(self, kata: Kata, result: Result) -> None:
        """Print the result of a kata."""
        mark = PASSED if result.status == SOLVED else FAILED
        if extras.was_skipped(result) and result.error:
            self._row(NOT_RUN, kata, Text(f"skipped: {result.error.message}", "dim"))
            return
        count = f"{result.passed} of {len(result.scenarios)}"
        if result.status == SOLVED:
            what = Text(f"{count} scenarios", "dim")
        else:
            failing = result.first_failing
            what = Text(f"{result.status}: {count}; {failing.title if failing else ''}", "dim")
            what = what if result.scenarios else Text(result.status, "dim")
        self._row(mark, kata, what)

    def sum(self, solved: int, of: int, skipped: int) -> None:
        """Print the last line of a check."""
        self._console.print()
        left_out = f", {skipped} skipped" if skipped else ""
        self._console.print(Text(f"{solved} of {of} katas solved{left_out}", "bold"))

    def _row(self, mark: str, kata: Kata, rest: Text, note: str = "") -> None:
        """Print a kata with the rest beside it. A note comes behind it, or whole below it."""
        colour = {PASSED: "green", FAILED: "red", NOT_RUN: "dim"}[mark]
        title = f"{kata.name:<28}"
        head = Text.assemble("  ", (self._marks[mark], colour), " ", title, "  ")
        if note:
            is_beside = head.cell_len + rest.cell_len + len(note) + 2 <= self._console.width
            rest = Text.assemble(rest, "  " if is_beside else "\n", (note, "cyan"))
        print_row(self._console, head, rest)
