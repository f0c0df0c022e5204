"""What people see while a kata is watched."""

from rich.columns import Columns
from rich.text import Text

from katas._runner import bar
from katas._runner.catalogue import Kata
from katas._runner.launch import Run
from katas._runner.result import Result
from katas._runner.terminal import console, is_attended
from katas._runner.view import show_result

KEYS = {
    "n": "next",
    "h": "hint",
    "b": "brief",
    "l": "list",
    "c": "compare",
    "r": "run again",
    "q": "quit",
}


class Screen:
    """A screen that is cleared for each result, or a pipe that gets one after the other."""

    def __init__(self) -> None:
        self._is_terminal = is_attended()
        self._bar = bar.Bar(console())
        self._notes: list[str] = []

    def result(self, kata: Kata, result: Result, following: Kata | None) -> None:
        """Show a result on a clear screen, then what was to be noted, then the keys."""
        self.clear()
        show_result(kata, result, following, is_watched=self._is_terminal)
        for note in self._notes:
            console().print(Text(note, "dim"))
        self._notes.clear()
        self.keys()

    def note(self, text: str) -> None:
        """Show a line below the next result."""
        self._notes.append(text)

    def say(self, text: str) -> None:
        """Show a line now, and the keys."""
        self.hide_progress()
        console().print(Text(text))
        self.keys()

    def keys(self) -> None:
        """Show the keys."""
        if self._is_terminal:
            console().print()
            words = [Text.assemble((key, "bold"), f" {does}") for key, does in KEYS.items()]
            console().print(Columns(words, padding=(0, 2)))

    def clear(self) -> None:
        """Begin anew at the top; what was there stays in the terminal's scrollback."""
        self.hide_progress()
        if self._is_terminal:
            console().clear()

    def progress(self, run: Run | None) -> None:
        """Show how far a run is, when it takes its time."""
        if self._is_terminal and run and run.seconds > bar.PATIENCE:
            self._bar.show(run.stage())

    def hide_progress(self) -> None:
        """Make room for something else."""
        self._bar.hide()
