"""Shows a comparison to a learner."""

from typing import TYPE_CHECKING

from rich.text import Text

from katas._runner.compare.comparison import Comparison
from katas._runner.compare.files import ADDED, MISSING, SAME, File
from katas._runner.paths import from_here, in_repository

from .behaviour import BehaviourView, after_title
from .code import show_code
from .columns import WIDEST, Columns
from .console import console
from .markdown import show_markdown

if TYPE_CHECKING:
    from collections.abc import Hashable


def show_comparison(comparison: Comparison) -> None:
    """Print a comparison on stdout."""
    View(comparison).show()


class View:
    """Prints one comparison, as wide as the terminal allows."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._console = console(WIDEST)
        self._columns = Columns(self._console)

    def show(self) -> None:
        """Print the code, the events, and the questions."""
        self._say(self._comparison.kata.name, "bold")
        self._say("Your solution beside the reference. Other solutions may be just as good.", "dim")
        self._title("The code")
        for file in self._comparison.files:
            if file.status != SAME:
                self._file(file)
        self._same_files()
        self._title("What is recorded")
        self._behaviours()
        if self._comparison.outcomes:
            self._title("The same company, the same days")
            show_markdown(self._comparison.outcomes)
        self._title("Questions for the room")
        for number, question in enumerate(self._comparison.questions, start=1):
            show_markdown(f"{number}. {question.replace(chr(10), ' ')}")
        self._say()
        self._say(f"The debrief: {from_here(in_repository(self._comparison.kata.debrief))}")

    def _say(self, text: str = "", style: str = "") -> None:
        self._console.print(Text(text, style))

    def _title(self, text: str) -> None:
        self._say()
        self._say(text, "bold underline")

    def _file(self, file: File) -> None:
        kata = self._comparison.kata
        yours, reference = (
            from_here(in_repository(folder / file.name)) for folder in (kata.folder, kata.reference)
        )
        notes = {
            ADDED: f"{file.name}: only you have it.",
            MISSING: f"{file.name}: you have no such file. The reference: {reference}",
        }
        self._say()
        if file.status in notes:
            self._say(notes[file.status])
        if file.status == MISSING:
            return
        show_code(self._columns, file, yours, reference)

    def _same_files(self) -> None:
        same = [file.name for file in self._comparison.files if file.status == SAME]
        if same:
            self._say()
            self._say(f"The same in both: {', '.join(same)}")

    def _behaviours(self) -> None:
        """Print the scenarios that differ; show each kind of difference only once."""
        behaviours = self._comparison.behaviours
        different = [behaviour for behaviour in behaviours if not behaviour.is_alike]
        alike = len(behaviours) - len(different)
        self._say()
        self._say(f"{alike} of {len(behaviours)} scenarios: both record the same.")
        if any(behaviour.has_tags for behaviour in behaviours):
            self._say("Events with tags are not compared: who is first may be chance.", "dim")
        if not self._comparison.is_solved:
            number = self._comparison.kata.number
            self._say(f"It is not solved yet. `kata run {number}` says what fails.", "dim")
        if different:
            self._wall()
            self._columns.heads("yours", "the reference")
        view = BehaviourView(self._console, self._columns)
        seen: set[Hashable] = set()
        again = []
        for behaviour in different:
            if behaviour.kinds <= seen:
                again.append(behaviour)
            else:
                self._say()
                view.behaviour(behaviour)
            seen |= behaviour.kinds
        if again:
            self._say()
            self._say("The same differences again:")
            for behaviour in again:
                self._say(f"  {behaviour.title}{after_title(behaviour)}", "dim")

    def _wall(self) -> None:
        """Say how to see both as pictures, in katas that are about what flows."""
        kata = self._comparison.kata
        if kata.decisive:
            anyway = "" if self._comparison.is_solved else " --anyway"
            self._say(f"`kata wall {kata.number} --compare{anyway}` draws both.", "dim")
