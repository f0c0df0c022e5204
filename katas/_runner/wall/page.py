"""The page: the scenarios with their marks at the left, the wall at the right.

It loads nothing from anywhere. Whatever came from a learner is escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from katas._runner.result import FAILED, NOT_RUN, PASSED, Result, Scenario

from .assets import asset
from .drawing import draw
from .layout import Wall, lay_out
from .links import Box

_MARKS = {PASSED: "✓", FAILED: "✗", NOT_RUN: "·"}


@dataclass(frozen=True)
class Picture:
    """A wall with a name, if the page has several of one scenario."""

    wall: Wall
    name: str = ""


@dataclass(frozen=True)
class Section:
    """The pictures of one scenario, number `number` from 1."""

    number: int
    title: str
    pictures: Sequence[Picture]


def section(number: int, scenario: Scenario) -> Section:
    """Return the section of a scenario; it has no picture if the scenario has not run."""
    has_run = scenario.status != NOT_RUN
    return Section(number, scenario.title, [Picture(lay_out(scenario))] if has_run else [])


def page(
    title: str,
    result: Result | None,
    sections: Sequence[Section],
    *,
    is_live: bool = False,
    counted: str = "",
) -> str:
    """Return the page of a run, with these sections, or of none. A live page follows the runs.

    `counted` says how many scenarios pass, if not all of the run are meant.
    """
    shown = {each.number for each in sections}
    return (
        _environment()
        .get_template("page.html")
        .render(
            kata=title,
            style=Markup(asset("page.css")),  # noqa: S704 - ours
            verdict=_verdict(result, counted) if result else "",
            groups=list(_groups(result, shown, is_live=is_live)) if result else [],
            sections=[_shown(each, at) for at, each in enumerate(sections)],
            is_live=is_live,
        )
    )


def _verdict(result: Result, counted: str) -> str:
    passed = counted or f"{result.passed} of {len(result.scenarios)} scenarios pass"
    return f"{passed}. {result.error.message}" if result.error else passed


def _groups(result: Result, shown: set[int], *, is_live: bool) -> Iterable[dict[str, Any]]:
    numbered = [
        (number, scenario)
        for number, scenario in enumerate(result.scenarios, 1)
        if is_live or number in shown
    ]
    for rule, members in groupby(numbered, key=lambda each: each[1].rule):
        yield {
            "rule": rule,
            "scenarios": [
                {
                    "number": number,
                    "title": scenario.title,
                    "mark": _MARKS[scenario.status],
                    "status": scenario.status,
                    "look": scenario.status.replace(" ", "-"),
                    "address": f"?scenario={number}" if is_live else f"#scenario-{number}",
                    "is_shown": number in shown,
                }
                for number, scenario in members
            ],
        }


def _shown(each: Section, at: int) -> dict[str, Any]:
    return {
        "number": each.number,
        "title": each.title,
        "pictures": [
            {
                "name": picture.name,
                "svg": Markup(draw(picture.wall, at * 10 + number)),  # noqa: S704 - escaped
                "rows": list(_rows(picture.wall)) if picture.wall.boxes else [],
            }
            for number, picture in enumerate(each.pictures)
        ],
    }


def _rows(wall: Wall) -> Iterator[dict[str, Any]]:
    """Yield what each note says, for the table; of a step without notes how it has ended."""
    for column in wall.columns:
        step, ended = column.step, " ".join([column.outcome.text, *column.left_out])
        text = f"{step.keyword} {step.text}: {ended}" if step else "before the first step"
        for box in wall.boxes_in(column):
            yield {"step": text, **_row(box)}
        if not wall.boxes_in(column):
            yield {"step": text}


def _row(box: Box) -> dict[str, Any]:
    note = box.note
    place = f"{note.position} of {note.stream}" if note.stream and note.position else ""
    texts = [note.differs, note.time, note.state, place, *(line.text for line in note.lines)]
    return {
        "number": box.number,
        "context": note.context,
        "kind": note.kind,
        "title": note.title,
        "text": ", ".join(filter(None, texts)),
    }


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("katas._runner", "wall"), autoescape=True)
