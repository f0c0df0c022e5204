"""The wall of a run, in a browser or in a file."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Self

import click

from katas._runner.catalogue import Kata
from katas._runner.paths import SOLUTIONS, in_repository
from katas._runner.result import PASSED, SOLVED, Result
from katas._runner.run.run import run_kata
from katas._runner.views.prose import say

from .reference import check, check_is_here
from .runs import latest
from .unsolved import say_unsolved

if TYPE_CHECKING:
    from katas._runner.journey.facade import JourneyFacade
    from katas._runner.wall.page import Section
    from katas._runner.wall.scenes import Source

_TICK = 0.5
"""Seconds: on Windows, Ctrl-C is noticed between two of them."""

_SIGNATURE = 4
"""Characters by which a page and a picture are told from other files."""

YOURS, REFERENCE = "Your solution", "The reference solution"


@dataclass(frozen=True)
class StillWall:
    """The wall of runs that have ended; `first` is the number of the scenario to show first.

    `is_chosen` says that somebody has asked for that one. `counted` says how many scenarios pass,
    where that is not clear from the first run.
    """

    kata: Kata
    sources: "Sequence[Source]"
    first: int
    is_chosen: bool = False
    is_compared: bool = False
    counted: str = ""

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
        """Return the learner's wall and the reference's, or None if the kata is not solved yet.

        Raises `click.ClickException` if there is no reference, or if it does not run.
        """
        check_is_here(kata)
        yours = latest(kata, journey)
        if yours.status != SOLVED and not anyway:
            say_unsolved(kata, f"kata wall {kata.number} --compare")
            return None
        both = [(YOURS, yours), (REFERENCE, _checked_reference(kata, time_limit))]
        journey.compared(kata)
        counted = f"{YOURS}: {yours.passed} of {len(yours.scenarios)} scenarios pass"
        return cls._of(kata, both, wanted, is_compared=True, counted=counted)

    @classmethod
    def beside(cls, kata: Kata, other: Kata, wanted: str | None, time_limit: float) -> Self:
        """Return the walls of two reference solutions, with the scenarios that both katas have.

        Raises `click.ClickException` if they have none in common, or not the wanted one, and if a
        reference is missing or does not run.
        """
        result, others = (_checked_reference(each, time_limit) for each in (kata, other))
        number = scenario_number(kata, result, wanted) if wanted else None
        title = result.scenarios[number - 1].title if number else None
        titles = {each.title for each in others.scenarios}
        shared = [each for each in enumerate(result.scenarios, 1) if each[1].title in titles]
        if not shared:
            raise click.ClickException(
                f"{kata.number} and {other.number} have no scenario with the same title."
            )
        if title and title not in titles:
            offers = "\n".join(f"  {at} · {each.title}" for at, each in shared)
            raise click.ClickException(
                f"{other.number} has no scenario “{title}”. Both have:\n{offers}"
            )
        shown = replace(result, scenarios=[each for _, each in shared])
        both = {each.title for each in shown.scenarios}
        passed = sum(each.status == PASSED for each in others.scenarios if each.title in both)
        counted = (
            f"Scenarios in both katas: {len(shared)} ({kata.number} has {len(result.scenarios)}, "
            f"{other.number} has {len(others.scenarios)}). Of these, {shown.passed} pass in "
            f"{kata.number}, and {passed} in {other.number}"
        )
        return cls._of(kata, [(kata.name, shown), (other.name, others)], title, counted=counted)

    @classmethod
    def _of(
        cls,
        kata: Kata,
        runs: list[tuple[str, Result]],
        wanted: str | None,
        *,
        is_compared: bool = False,
        counted: str = "",
    ) -> Self:
        from katas._runner.wall.scenes import Source, first_to_see

        result = runs[0][1]
        sources = [Source(each, name) for name, each in runs]
        _check_there_are_some(kata, result)
        if wanted:
            first = scenario_number(kata, result, wanted)
        else:
            first = first_to_see(result, kata.decisive)
        return cls(kata, sources, first, bool(wanted), is_compared, counted)

    def write_page(self, file: Path) -> None:
        """Write a page with all scenarios, or with the one that somebody has asked for."""
        count = len(self.sources[0].result.scenarios)
        _write(file, self._page([self.first] if self.is_chosen else range(1, count + 1)))

    def write_picture(self, file: Path) -> None:
        """Write the picture of one scenario; of two runs both, above each other.

        Raises `click.ClickException` if there is nothing to be seen on it.
        """
        from katas._runner.wall.drawing import draw, draw_all

        (section,) = self._sections([self.first])
        walls = [(each.name, each.wall) for each in section.pictures]
        if not walls:
            why = _why(self.kata, self.sources[0].result)
            raise click.ClickException(
                f"“{section.title}” has not run: there is no picture of it.\n{why}"
            )
        if not any(wall.boxes for _, wall in walls):
            raise click.ClickException(
                f"There is no picture of “{section.title}”: a run sees nothing of it. "
                "It records nothing, or only in other processes."
            )
        _write(file, draw(walls[0][1]) if len(walls) == 1 else draw_all(walls))

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
        result = self.sources[0].result
        return page(self.kata.name, result, shown, is_live=is_live, counted=self.counted)

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


def _check_there_are_some(kata: Kata, result: Result) -> None:
    """Raise `click.ClickException` if a run has no scenarios, as without the feature."""
    if not result.scenarios:
        why = _why(kata, result)
        raise click.ClickException(f"There is no scenario of {kata.number} to show.\n{why}")


def _why(kata: Kata, result: Result) -> str:
    """Return why scenarios have not run, and what to do."""
    reason = f"{result.error.message}\n" if result.error else ""
    option = " --solutions" if result.code == in_repository(SOLUTIONS) else ""
    return f"{reason}`kata run {kata.number}{option}` says more."


def _reference(kata: Kata, time_limit: float) -> Result:
    return run_kata(kata, SOLUTIONS, time_limit)


def _checked_reference(kata: Kata, time_limit: float) -> Result:
    """Return a run of the reference. Raises `click.ClickException` if none of it can run."""
    check_is_here(kata)
    reference = _reference(kata, time_limit)
    _check_there_are_some(kata, reference)
    if reference.error:
        check(kata, reference)
    return reference


def _write(file: Path, text: str) -> None:
    """Write a file; `-` is stdout. Raises `click.ClickException` if that fails."""
    if str(file) == "-":
        sys.stdout.buffer.write(text.encode())
        return
    try:
        if _is_somebody_elses(file, text):
            raise click.ClickException(
                f"{file} is there already, and no wall is in it. Choose another name."
            )
        file.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    say(f"Written: {file}")


def _is_somebody_elses(file: Path, text: str) -> bool:
    """Return whether a file has something else than a page or picture: a source, say.

    Raises `OSError` if it cannot be read.
    """
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        begin = text[:_SIGNATURE].encode()
        return opened.read(_SIGNATURE) not in (b"", begin)
