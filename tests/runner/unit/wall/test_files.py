"""What is written to a file: a page or a picture, of the scenario that somebody has named."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from katas._runner.actions import wall
from katas._runner.actions.wall import StillWall
from katas._runner.catalogue import Kata, find
from katas._runner.result import NOT_RUN, Error, Result, Scenario
from katas._runner.wall.scenes import Source

from .scenarios import scenario, steps

ONE, OTHER = find("k08"), find("k09")
TITLES = ["Mina buys Sidamo", "Ada is still thinking", "Jun comes too late"]


def run(*titles: str, kata: Kata = ONE) -> Result:
    return Result(kata.slug, "solutions", scenarios=[replace(scenario(), title=t) for t in titles])


def references(monkeypatch: pytest.MonkeyPatch, *results: Result) -> None:
    by_kata = {result.kata: result for result in results}
    monkeypatch.setattr(wall, "run_kata", lambda kata, *_: by_kata[kata.slug])


@pytest.mark.parametrize(
    ("wanted", "shown"), [(None, TITLES), ("2", TITLES[1:2]), ("jun", TITLES[2:])]
)
def test_a_page_has_all_scenarios_or_the_one_that_is_named(
    wanted: str | None, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    references(monkeypatch, run(*TITLES))
    file = tmp_path / "page.html"
    StillWall.of_solution(ONE, wanted, 10).write_page(file)
    text = file.read_text("utf-8")
    assert [title for title in TITLES if title in text] == shown
    assert text.count("<section") == len(shown)
    assert text.count("<nav") == text.count("<h2>") == 1


def test_a_picture_is_that_of_the_scenario_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    references(monkeypatch, run(*TITLES))
    file = tmp_path / "picture.svg"
    StillWall.of_solution(ONE, "Ada", 10).write_picture(file)
    assert TITLES[1] in file.read_text("utf-8")


def test_a_page_of_two_katas_says_what_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows only the scenarios of both."""
    other = run(TITLES[0], TITLES[1], kata=OTHER)
    other.scenarios[1].status = NOT_RUN
    references(monkeypatch, run(*TITLES), other)
    file = tmp_path / "page.html"
    StillWall.beside(ONE, OTHER, None, 10).write_page(file)
    assert (
        "Scenarios in both katas: 2 (k08 has 3, k09 has 2). Of these, 2 pass in k08, and 1 in k09"
    ) in file.read_text("utf-8")


def test_a_picture_of_two_runs_has_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With their names, and one is below the other."""
    references(monkeypatch, run(*TITLES), run(TITLES[1], kata=OTHER))
    file = tmp_path / "picture.svg"
    StillWall.beside(ONE, OTHER, "2", 10).write_picture(file)
    drawn = ET.parse(file).getroot()  # noqa: S314 - ours
    walls = drawn.findall("{http://www.w3.org/2000/svg}svg")
    upper, lower = (float(each.attrib["y"]) for each in walls)
    assert upper + float(walls[0].attrib["height"]) < lower
    assert lower + float(walls[1].attrib["height"]) <= float(drawn.attrib["height"])
    assert {ONE.name, OTHER.name} <= set(drawn.itertext())


def test_a_scenario_that_the_other_kata_has_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number is that of the first kata, whatever both have."""
    references(monkeypatch, run(*TITLES), run(*TITLES[1:], kata=OTHER))
    assert StillWall.beside(ONE, OTHER, "2", 10).first == 1
    with pytest.raises(click.ClickException, match=f"k09 has no scenario “{TITLES[0]}”") as refused:
        StillWall.beside(ONE, OTHER, "1", 10)
    assert refused.value.message.endswith(f"Both have:\n  2 · {TITLES[1]}\n  3 · {TITLES[2]}")


def test_without_scenarios_it_is_said_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the feature is missing."""
    lost = Result(OTHER.slug, "solutions", error=Error("Damaged", "k09.feature is missing"))
    references(monkeypatch, run(*TITLES), lost)
    for look in (StillWall.of_solution, lambda *_: StillWall.beside(ONE, OTHER, None, 10)):
        with pytest.raises(click.ClickException, match=r"k09\.feature is missing") as refused:
            look(OTHER, None, 10)
        assert "`kata run k09 --solutions`" in refused.value.message


def test_a_reference_that_does_not_run_is_not_shown_beside_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where one of its files is missing: there would be nothing to see."""
    broken = run(*TITLES, kata=OTHER)
    broken.error = Error("Damaged", "accounts.py is missing")
    references(monkeypatch, run(*TITLES), broken)
    with pytest.raises(click.ClickException, match=r"accounts\.py is missing"):
        StillWall.beside(ONE, OTHER, None, 10)


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (Scenario("It waits", None, 1, steps(), NOT_RUN), "invalid syntax\n`kata run k08`"),
        (Scenario("It waits", None, 1, steps()), "has not run"),
        (Scenario("It waits", None, 1, steps(), "passed"), "a run sees nothing of it"),
    ],
)
def test_there_is_no_picture_of_nothing(one: Scenario, says: str, tmp_path: Path) -> None:
    result = Result(ONE.slug, "katas", scenarios=[one], error=Error("Syntax", "invalid syntax"))
    still = StillWall(ONE, [Source(result)], 1)
    with pytest.raises(click.ClickException, match=says):
        still.write_picture(tmp_path / "picture.svg")
    assert not list(tmp_path.iterdir())
    still.write_page(tmp_path / "page.html")
    assert "It waits" in (tmp_path / "page.html").read_text("utf-8")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    still = StillWall(ONE, [Source(run(*TITLES))], 1)
    for file in (tmp_path, tmp_path / "none" / "page.html"):
        with pytest.raises(click.ClickException, match="cannot be written"):
            still.write_page(file)


def test_no_other_file_is_overwritten(tmp_path: Path) -> None:
    """Whoever mistypes a name loses no work. A wall of before is replaced, and an empty file."""
    still = StillWall(ONE, [Source(run(*TITLES))], 1)
    source = tmp_path / "billing.py"
    source.write_text("class Billing: ...", "utf-8")
    for write in (still.write_page, still.write_picture):
        with pytest.raises(click.ClickException, match="there already, and no wall is in it"):
            write(source)
    assert source.read_text("utf-8") == "class Billing: ..."
    for name, write in (("page.html", still.write_page), ("wall.svg", still.write_picture)):
        (tmp_path / name).touch()
        write(tmp_path / name)
        write(tmp_path / name)


def test_a_dash_is_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    StillWall(ONE, [Source(run(*TITLES))], 1).write_picture(Path("-"))
    drawn = ET.fromstring(capfdbinary.readouterr().out)  # noqa: S314 - ours
    assert drawn.tag.endswith("svg")
    assert not Path("-").exists()
