"""The journey as commands use it: a problem with its file never stops the learner.

Even if the file cannot be used, katas can be run, and this process remembers what happens until it
ends. `trouble` then says what is wrong.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from katas._runner import extras
from katas._runner.catalogue import Kata
from katas._runner.paths import STATE
from katas._runner.result import SOLVED, Result

from . import store
from .application import BusyError, Journey, UnknownEventError
from .practice import Practice
from .progress import Progress
from .summaries import Summaries

Answer = TypeVar("Answer")


class JourneyFacade:
    """The learner's journey. `folder` is where it is kept; it is created with the first record."""

    def __init__(self, folder: Path = STATE) -> None:
        self.trouble: str | None = None
        self._folder = folder
        self._is_new = False
        try:
            self._is_new = not (folder / store.FILE).exists()
            self._begin(Journey() if self._is_new else store.in_file(folder))
        except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
            self._begin_otherwise(error)

    def open(self, kata: Kata) -> None:
        """Make a kata the current one."""
        if not self.progress.is_open(kata):
            self._change(kata, Practice.open)

    def ran(self, kata: Kata, result: Result) -> None:
        """Record the result of a run of the learner's files, if it could run."""
        if extras.was_prevented(result):
            return
        self._change(kata, lambda practice: practice.run(result))

    def checked(self, kata: Kata, result: Result) -> None:
        """Record one of many runs; for a kata that was never opened, only if it is solved."""
        if result.status == SOLVED or self.progress.is_known(kata):
            self.ran(kata, result)

    def take_hint(self, kata: Kata, scenario: str, levels: int) -> int:
        """Record one more hint for a scenario, and return its level: 1 to `levels`."""
        return self._change(kata, lambda practice: practice.take_hint(scenario, levels))

    def compared(self, kata: Kata) -> None:
        """Record that the reference solution was shown."""
        self._change(kata, Practice.compare)

    def reset(self, kata: Kata, backup: str) -> None:
        """Record that the start state was restored, and where the backup is."""
        self._change(kata, lambda practice: practice.reset(backup))

    def restored(self, kata: Kata, backup: str) -> None:
        """Record that a backup was brought back."""
        self._change(kata, lambda practice: practice.restore(backup))

    def close(self) -> None:
        """Close the file."""
        self._journey.close()

    def _change(self, kata: Kata, command: Callable[[Practice], Answer]) -> Answer:
        try:
            self._create_file()
            answer = self._journey.change(kata.slug, command)
            self._catch_up()
        except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
            self._go_on_in_memory(error)
            answer = self._journey.change(kata.slug, command)
            self._catch_up()
        return answer

    def _create_file(self) -> None:
        """Create the file if there is none yet: whoever only reads leaves none behind."""
        if self._is_new:
            self._is_new = False
            self._begin(store.in_file(self._folder))

    def _begin(self, journey: Journey) -> None:
        self._journey = journey
        self._position = 0
        self.progress = Progress()
        self.summaries = Summaries()
        try:
            self._catch_up()
        except BaseException:
            journey.close()  # Windows cannot rename an open file
            raise

    def _catch_up(self) -> None:
        """Let the projections process the events after the last one that they have seen."""
        for position, event in self._journey.events_since(self._position):
            self.progress.apply(event)
            self.summaries.apply(event)
            self._position = position

    def _begin_otherwise(self, error: Exception) -> None:
        if not store.is_damaged(error):
            self._go_on_in_memory(error)
            return
        try:
            kept = store.set_aside(self._folder)
            self._begin(store.in_file(self._folder))
        except Exception as worse:  # noqa: BLE001 - a damaged file may raise anything
            self._go_on_in_memory(worse)
        else:
            self.trouble = (
                f"The file with your progress is damaged ({_reason(error)}). A new one begins.\n"
                "Your files are as they were. The old progress is kept:\n"
                f"  {kept}"
            )

    def _go_on_in_memory(self, error: Exception) -> None:
        self.trouble = self._explained(error)
        try:
            self._begin(store.in_memory(self._folder))
        except Exception:  # noqa: BLE001 - the rows may be damaged, too
            self._begin(Journey())

    def _explained(self, error: Exception) -> str:
        """Return why nothing can be recorded, and what to do if the file itself is not damaged."""
        if isinstance(error, BusyError) or store.is_of_the_file(error):
            return (
                f"Progress cannot be kept in\n  {self._folder}\n({_reason(error)}). "
                "Everything else works."
            )
        if isinstance(error, UnknownEventError):
            cause = f"A newer version of the workshop has recorded some of it ({error})."
            advice = "`kata update` brings that version."
        else:
            cause = f"Some of it cannot be read here: {_reason(error)}."
            advice = "To start with a new one, rename that file."
        return (
            f"Your progress stays as it is, and nothing is added to it for now:\n"
            f"  {self._folder / store.FILE}\n"
            f"{cause}\n"
            f"{advice}"
        )


def _reason(error: BaseException) -> str:
    if isinstance(error, BusyError):
        return "it is busy"
    while error.__cause__:
        error = error.__cause__
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
