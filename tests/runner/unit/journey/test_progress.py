"""The projection of the learner's progress."""

import pytest

from katas._runner.catalogue import katas
from katas._runner.journey.application import Journey
from katas._runner.journey.practice import Practice
from katas._runner.journey.progress import Progress
from katas._runner.result import BROKEN, FAILED, NOT_RUN, PASSED
from tests.runner.journeys import FIRST, LAST, SECOND, came_to, summary_of


def project(journey: Journey) -> Progress:
    """Return the progress from all recorded events."""
    progress = Progress()
    for _, event in journey.events_since(0):
        progress.apply(event)
    return progress


def solve(journey: Journey, slug: str) -> None:
    """Solve a kata."""
    journey.change(slug, lambda practice: practice.run(came_to(PASSED)))


def test_the_current_kata_is_the_first_unsolved_one() -> None:
    """Before anything is opened, and after the first is solved."""
    journey = Journey()
    assert project(journey).current() == FIRST
    solve(journey, FIRST.slug)
    assert project(journey).current() == SECOND


def test_the_opened_kata_stays_until_it_is_solved() -> None:
    """After it comes the next unsolved one, in a ring."""
    journey = Journey()
    journey.change(LAST.slug, Practice.open)
    assert project(journey).current() == LAST
    solve(journey, LAST.slug)
    assert project(journey).current() == FIRST


@pytest.mark.parametrize("command", [
    lambda practice: practice.run(came_to(FAILED)),
    lambda practice: practice.reset("backup"),
    lambda practice: practice.restore("backup"),
], ids=["regressed", "reset", "restored"])  # fmt: skip
def test_a_solved_kata_stays_solved(command: object) -> None:
    """Once solved is solved, and the next unsolved one follows."""
    journey = Journey()
    solve(journey, FIRST.slug)
    moment = summary_of(journey).solved
    journey.change(FIRST.slug, command)  # type: ignore[arg-type]
    progress = project(journey)
    assert progress.is_solved(FIRST)
    assert progress.following(LAST) == SECOND
    solve(journey, FIRST.slug)
    assert summary_of(journey).solved == moment


def test_a_solved_kata_can_be_red() -> None:
    """After a run that fails, and a reset; it is current then, if it was opened last."""
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)
    for command in (
        lambda practice: practice.run(came_to(NOT_RUN, status=BROKEN)),
        lambda practice: practice.reset("backup"),
    ):
        solve(journey, FIRST.slug)
        assert not project(journey).is_red(FIRST)
        assert not summary_of(journey).red
        assert project(journey).current() == SECOND
        journey.change(FIRST.slug, command)
        assert project(journey).is_red(FIRST)
        assert summary_of(journey).red
        assert project(journey).current() == FIRST
    journey.change(FIRST.slug, lambda practice: practice.restore("backup"))
    assert not project(journey).is_red(FIRST)


def test_a_comparison_after_a_solution_is_never_early() -> None:
    """Whatever was tried out since."""
    practice = Practice("k01")
    practice.run(came_to(PASSED))
    practice.reset("backup")
    practice.compare()
    *_, compared = practice.collect_events()
    assert isinstance(compared, Practice.Compared)
    assert not compared.early


def test_when_all_are_solved_nothing_follows() -> None:
    """The last one is current then."""
    journey = Journey()
    for kata in katas():
        solve(journey, kata.slug)
    progress = project(journey)
    assert progress.current() == LAST
    assert progress.following(LAST) is None


def test_a_kata_that_is_gone_does_no_harm() -> None:
    """Its slug stands in the events, but no longer in the catalogue."""
    journey = Journey()
    journey.change("k99_gone", Practice.open)
    assert project(journey).current() == FIRST
