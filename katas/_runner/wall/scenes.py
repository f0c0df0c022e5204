"""The scenarios that a page shows: of one run, or of two runs above each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from katas._runner.result import FAILED, NOT_RUN, Result, Scenario

from .difference import marked
from .layout import lay_out
from .notes import notes
from .page import Picture, Section


@dataclass(frozen=True)
class Source:
    """A run, and what it is called where two of them are shown."""

    result: Result
    name: str = ""


def sections(
    sources: Sequence[Source], numbers: Iterable[int], *, is_compared: bool
) -> list[Section]:
    """Return the sections of scenarios of the first run, by their numbers from 1.

    Below each stands the scenario of the same title in the other run. `is_compared` marks what
    stands on one of the two only.
    """
    return [_section(sources, number, is_compared=is_compared) for number in numbers]


def _section(sources: Sequence[Source], number: int, *, is_compared: bool) -> Section:
    scenario = sources[0].result.scenarios[number - 1]
    found = [(each, same(scenario, each.result)) for each in sources]
    there = [(each.name, one, notes(one)) for each, one in found if one and one.status != NOT_RUN]
    if is_compared and len(there) == 2:  # noqa: PLR2004 - two runs
        (name, one, its), (other_name, other, others) = there
        its, others = marked(its, others)
        there = [(name, one, its), (other_name, other, others)]
    pictures = [Picture(lay_out(one, made), name) for name, one, made in there]
    return Section(number, scenario.title, pictures)


def same(scenario: Scenario, result: Result) -> Scenario | None:
    """Return the scenario of the same title in a run, if there is one."""
    return next((each for each in result.scenarios if each.title == scenario.title), None)


def first_to_see(result: Result, decisive: str | None) -> int:
    """Return the number of the scenario to show first: the one that fails, or the decisive one."""
    shown = result.first_failing
    if shown is None or shown.status != FAILED:
        ran = [each for each in result.scenarios if each.status != NOT_RUN]
        shown = next((each for each in ran if each.title == decisive), ran[-1] if ran else None)
    return result.scenarios.index(shown) + 1 if shown else 1
