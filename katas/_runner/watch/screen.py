"""What people see in `kata watch`."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO, TextIOWrapper

from rich.columns import Columns
from rich.console import Console
from rich.text import Text

from katas._runner.catalogue import Kata
from katas._runner.result import SOLVED, Result
from katas._runner.run.messages import Stage
from katas._runner.run.shared_run import SharedRun
from katas._runner.views import progress_bar
from katas._runner.views.console import console
from katas._runner.views.prose import say, wrapped
from katas._runner.views.result import View

from .keyboard import Keyboard

KEYS = {
    "n": "next",
    "e": "edit",
    "h": "hint",
    "b": "brief",
    "l": "list",
    "c": "compare",
    "o": "output",
    "w": "wall",
    "r": "run",
    "q": "quit",
}
WHEN_SOLVED, UNTIL_SOLVED = {"n", "c"}, {"h"}
"""Keys that do something only then. The others are offered always."""

_HOME, _END_OF_LINE, _END_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
"""Move to the first line; clear the rest of the line, and of the screen."""

_LINE = "\n"


class _Page(TextIOWrapper):
    """Collects what is to be written to stdout at once, in its encoding."""

    def __init__(self) -> None:
        self._bytes = BytesIO()
        super().__init__(self._bytes, sys.stdout.encoding, errors="replace", newline="")

    def isatty(self) -> bool:
        """Return whether stdout is a terminal."""
        return sys.stdout.isatty()

    def text(self) -> str:
        """Return what has been collected."""
        self.flush()
        return self._bytes.getvalue().decode(self.encoding)


class Screen:
    """A terminal that is cleared for each result, or a pipe that gets one after the other.

    Without a keyboard it is a pipe. `with_output` shows what each scenario has printed.
    """

    def __init__(self, keyboard: Keyboard | None) -> None:
        self.with_output = False
        self._is_solved = False
        self._unfinished = ""
        self._keyboard = keyboard
        self._is_terminal = keyboard is not None
        self._bar = progress_bar.ProgressBar(console())
        self._notes: list[str] = []

    def result(self, kata: Kata, result: Result, following: Kata | None) -> None:
        """Show a result on a clear screen, then the notes, then the keys."""
        self._is_solved = result.status == SOLVED

        def show(out: Console) -> None:
            View(out, with_output=self.with_output).show(
                kata, result, following, is_watched=self._is_terminal
            )
            for note in self._notes:
                for line in wrapped(note, out.width):
                    out.print(Text(line, "dim"), soft_wrap=True)

        self._draw(self._page(show))
        self._notes.clear()

    def unfinished(self, kata: Kata, result: Result, stage: Stage) -> None:
        """Show what is known of a run that goes on. A pipe gets only the whole result.

        If it is too high for the terminal, it is shown once: to draw it again would scroll.
        """
        if not self._is_terminal:
            return
        self._is_solved = False
        page = self._page(lambda out: View(out).show_unfinished(kata, result, stage))
        if page != self._unfinished and (_fits(page) or not self._unfinished):
            self._draw(page)
            self._unfinished = page

    def note(self, text: str) -> None:
        """Show a line below the next result."""
        self._notes.append(text)

    def say(self, text: str) -> None:
        """Show a line now, and the keys."""
        self.hide_progress()
        say(text)
        self.keys()

    def lent(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program, inside a `with` block."""
        self.hide_progress()
        return self._keyboard.lent() if self._keyboard else nullcontext()

    def keys(self) -> None:
        """Show the keys that can be used now."""
        self._show_keys(console())

    def clear(self) -> None:
        """Clear the screen; its content stays in the terminal's scrollback."""
        self.hide_progress()
        self._unfinished = ""
        if self._is_terminal:
            console().clear()

    def progress(self, run: SharedRun) -> None:
        """Show how far a run is, if it takes long."""
        if self._is_terminal and run.seconds > progress_bar.DELAY:
            self._bar.show(run.stage(run.so_far()))

    def hide_progress(self) -> None:
        """Remove the progress bar."""
        self._bar.hide()

    def _page(self, show: Callable[[Console], None]) -> str:
        """Return what `show` prints, with the keys below."""
        out, page = console(), _Page()
        out.file = page
        show(out)
        self._show_keys(out)
        return page.text()

    def _draw(self, page: str) -> None:
        """Show a page on a clear screen, all at once.

        After an unfinished result it replaces the lines that are there: in many terminals a clear
        screen moves them to the scrollback.
        """
        self.hide_progress()
        if self._unfinished and _fits(self._unfinished) and _fits(page):
            page = f"{_HOME}{page.replace(_LINE, _END_OF_LINE + _LINE)}{_END_OF_SCREEN}"
            self._unfinished = ""
        else:
            self.clear()
        sys.stdout.write(page)
        sys.stdout.flush()

    def _show_keys(self, out: Console) -> None:
        if self._is_terminal:
            out.print()
            useless = UNTIL_SOLVED if self._is_solved else WHEN_SOLVED
            keys = [key for key in KEYS if key not in useless]
            words = [Text.assemble((key, "bold"), f" {KEYS[key]}") for key in keys]
            out.print(Columns(words, padding=(0, 2)))


def _fits(page: str) -> bool:
    """Return whether a page can be drawn over another one in this terminal."""
    out = console()
    has_codes = not out.legacy_windows and not out.is_dumb_terminal
    return has_codes and page.count(_LINE) < out.height
