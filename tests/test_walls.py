"""The pictures in the debriefs show what the reference solutions do now."""

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from katas._runner.catalogue import Kata, katas
from tests.author.walls import drawn, where
from tests.support.pool import working

DRAWN = [kata for kata in katas() if kata.decisive]


@pytest.fixture(scope="module")
def pictures() -> Iterator[dict[Kata, Future[str]]]:
    with working(DRAWN, drawn) as started:
        yield started


def test_each_kata_with_several_contexts_has_a_picture() -> None:
    """k19's contexts are processes of their own, in which no run looks."""
    assert [kata.number for kata in katas() if not kata.decisive] == [
        "k01",
        "k02",
        "k03",
        "k04",
        "k19",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kata", DRAWN, ids=lambda kata: kata.number)
def test_a_picture_is_what_the_run_draws(kata: Kata, pictures: dict[Kata, Future[str]]) -> None:
    """Otherwise: python -m tests.author walls."""
    assert where(kata).read_text("utf-8") == pictures[kata].result()


@pytest.mark.parametrize("kata", DRAWN, ids=lambda kata: kata.number)
def test_a_debrief_shows_the_picture_and_names_the_scenario(kata: Kata) -> None:
    text = " ".join(kata.debrief.read_text("utf-8").split())
    assert "](wall.svg)" in text
    assert f"“{kata.decisive}”" in text
    assert f"Scenario: {kata.decisive}\n" in kata.feature.read_text("utf-8")
