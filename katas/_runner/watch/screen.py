"""What people see in `kata watch`."""

from contextlib import AbstractContextManager, nullcontext

from rich.columns import Columns
from rich.text import Text

from katas._runner.catalogue import Kata
from katas._runner.result import SOLVED, Result
from katas._runner.run.run import Run
from katas._runner.views import progress_bar
from katas._runner.views.console import console
from katas._runner.views.prose import say, wrapped
from katas._runner.views.result import show_result

from .keyboard import Keyboard

KEYS = {
    "n": "next",
    "e": "edit",
    "h": "hint",
    "b": "brief",
    "l": "list",
    "c": "compare",
    "o": "output",
    "r": "run",
    "q": "quit",
}
WHEN_SOLVED = {"n", "c"}


class Screen:
    """A terminal that is cleared for each result, or a pipe that gets one after the other.

    Without a keyboard it is a pipe. `with_output` shows what each scenario has printed.
    """

    def __init__(self, keyboard: Keyboard | None) -> None:
        self.with_output = False
        self._is_solved = False
        self._keyboard = keyboard
        self._is_terminal = keyboard is not None
        self._bar = progress_bar.ProgressBar(console())
        self._notes: list[str] = []

    def result(self, kata: Kata, result: Result, following: Kata | None) -> None:
        """Show a result on a clear screen, then the notes, then the keys."""
        self.clear()
        self._is_solved = result.status == SOLVED
        show_result(
            kata,
            result,
            following,
            is_watched=self._is_terminal,
            with_output=self.with_output,
        )
        for note in self._notes:
            for line in wrapped(note, console().width):
                console().print(Text(line, "dim"), soft_wrap=True)
        self._notes.clear()
        self.keys()

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
        if self._is_terminal:
            console().print()
            keys = [key for key in KEYS if self._is_solved or key not in WHEN_SOLVED]
            words = [Text.assemble((key, "bold"), f" {KEYS[key]}") for key in keys]
            console().print(Columns(words, padding=(0, 2)))

    def clear(self) -> None:
        """Clear the screen; its content stays in the terminal's scrollback."""
        self.hide_progress()
        if self._is_terminal:
            console().clear()

    def progress(self, run: Run | None) -> None:
        """Show how far a run is, if it takes long."""
        if self._is_terminal and run and run.seconds > progress_bar.DELAY:
            self._bar.show(run.stage())

    def hide_progress(self) -> None:
        """Remove the progress bar."""
        self._bar.hide()
