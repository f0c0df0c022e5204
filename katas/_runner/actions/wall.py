"""The wall of a run, in a browser or in a file."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Self

import click

from katas._runner.catalogue import Kata
from katas._runner.paths import SOLUTIONS
from katas._runner.result import SOLVED, Result
from katas._runner.run.run import run_kata
from katas._runner.views.prose import say

from .runs import latest
from .unsolved import say_unsolved

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade
    from katas._runner.wall.page import Section
    from katas._runner.wall.scenes import Source

_TICK = 0.5
"""Seconds: on Windows, Ctrl-C is noticed between two of them."""

YOURS, REFERENCE = "Your solution", "The reference solution"


@dataclass(frozen=True)
class StillWall:
    """The wall of runs that have ended; `first` is the number of the scenario to show first."""

    kata: Kata
    sources: "Sequence[Source]"
    first: int
    is_compared: bool = False

    @classmethod
    def of_solution(cls, kata: Kata, wanted: str | None, time_limit: float) -> Self:
        """Return the wall of the reference solution."""
        return cls._of(kata, [("", _reference(kata, time_limit))], wanted)

    @classmethod
    def of_yours(cls, kata: Kata, wanted: str | None, journey: "JourneyFacade") -> Self:
        """Return the wall of the learner's present files."""
        return cls._of(kata, [("", latest(kata, journey))], wanted)

    @classmethod
    def compared(
        cls,
        kata: Kata,
        wanted: str | None,
        journey: "JourneyFacade",
        time_limit: float,
        *,
        anyway: bool,
    ) -> Self | None:
        """Return the learner's wall and the reference's, or None if the kata is not solved yet."""
        yours = latest(kata, journey)
        if yours.status != SOLVED and not anyway:
            say_unsolved(kata, f"kata wall {kata.number} --compare")
            return None
        both = [(YOURS, yours), (REFERENCE, _reference(kata, time_limit))]
        journey.compared(kata)
        return cls._of(kata, both, wanted, is_compared=True)

    @classmethod
    def beside(cls, kata: Kata, other: Kata, wanted: str | None, time_limit: float) -> Self:
        """Return the walls of two reference solutions, with the scenarios that both katas have.

        Raises `click.ClickException` if they have none in common.
        """
        both = [(each.name, _reference(each, time_limit)) for each in (kata, other)]
        titles = {each.title for each in both[1][1].scenarios}
        result = both[0][1]
        result.scenarios = [each for each in result.scenarios if each.title in titles]
        if not result.scenarios:
            raise click.ClickException(
                f"{kata.number} and {other.number} have no scenario with the same title."
            )
        return cls._of(kata, both, wanted)

    @classmethod
    def _of(
        cls,
        kata: Kata,
        runs: list[tuple[str, Result]],
        wanted: str | None,
        *,
        is_compared: bool = False,
    ) -> Self:
        from katas._runner.wall.scenes import Source, first_to_see

        result = runs[0][1]
        sources = [Source(each, name) for name, each in runs]
        if wanted:
            first = scenario_number(kata, result, wanted)
        else:
            first = first_to_see(result, kata.decisive)
        return cls(kata, sources, first, is_compared)

    def write_page(self, file: Path) -> None:
        """Write a page with all scenarios."""
        numbers = range(1, len(self.sources[0].result.scenarios) + 1)
        _write(file, self._page(numbers))

    def write_picture(self, file: Path) -> None:
        """Write the picture of one scenario; of two runs the first."""
        from katas._runner.wall.drawing import draw

        (section,) = self._sections([self.first])
        if not section.pictures:
            raise click.ClickException(f"“{section.title}” has not run: there is no picture of it.")
        _write(file, draw(section.pictures[0].wall))

    def serve(self) -> None:
        """Serve the page, and open it in a browser, until somebody quits."""
        from katas._runner.wall.live import open_browser
        from katas._runner.wall.server import WallServer

        count = len(self.sources[0].result.scenarios)

        def render(number: int | None) -> str:
            shown = number if number and number <= count else self.first
            return self._page([shown], is_live=True)

        with WallServer(render) as server:
            say(f"The wall of {self.kata.name} is here, until you press Ctrl-C:\n{server.address}")
            open_browser(server.address)
            with suppress(KeyboardInterrupt):
                while True:
                    sleep(_TICK)

    def _page(self, numbers: Sequence[int], *, is_live: bool = False) -> str:
        from katas._runner.wall.page import page

        shown = self._sections(numbers)
        return page(self.kata.name, self.sources[0].result, shown, is_live=is_live)

    def _sections(self, numbers: Sequence[int]) -> "list[Section]":
        from katas._runner.wall.scenes import sections

        return sections(self.sources, numbers, is_compared=self.is_compared)


def scenario_number(kata: Kata, result: Result, wanted: str) -> int:
    """Return the number of a scenario, found by its number, its title or the beginning of it.

    Raises `click.ClickException` with the nearest titles if there is none.
    """
    titles = [each.title for each in result.scenarios]
    if wanted.isdecimal() and 0 < int(wanted) <= len(titles):
        return int(wanted)
    alike = [title for title in titles if title.lower().startswith(wanted.lower())]
    if len(alike) == 1 or wanted in titles:
        return titles.index(wanted if wanted in titles else alike[0]) + 1
    nearest = alike or get_close_matches(wanted, titles, cutoff=0.3) or titles[:3]
    offers = "\n".join(f"  {titles.index(title) + 1} · {title}" for title in nearest)
    raise click.ClickException(
        f"{kata.number} has no scenario “{wanted}”. The nearest of {len(titles)}:\n{offers}"
    )


def _reference(kata: Kata, time_limit: float) -> Result:
    return run_kata(kata, SOLUTIONS, time_limit)


def _write(file: Path, text: str) -> None:
    """Write a file. Raises `click.ClickException` if that fails."""
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    say(f"Written: {file}")
