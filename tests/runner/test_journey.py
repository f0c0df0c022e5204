"""The journey: what is recorded, and what the projections make of it."""

from datetime import UTC, datetime, timedelta

import pytest
from eventsourcing.domain import CanCreateTimestamp

from katas._runner.catalogue import katas
from katas._runner.journey.application import BusyError, Journey
from katas._runner.journey.practice import Practice
from katas._runner.journey.progress import Progress
from katas._runner.journey.summaries import PAUSE, Summaries, Summary
from katas._runner.result import BROKEN, FAILED, FAILING, NOT_RUN, PASSED, SOLVED, Result, Scenario

FIRST, SECOND, *_, LAST = katas()
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def came_to(*statuses: str, status: str = FAILING) -> Result:
    """Make a result of scenarios A, B, C … with these statuses."""
    scenarios = [
        Scenario(title, None, 1, [], status=each)
        for title, each in zip("ABCDEF", statuses, strict=False)
    ]
    solved = bool(statuses) and set(statuses) == {PASSED}
    return Result("k01", "katas", status=SOLVED if solved else status, scenarios=scenarios)


def names(practice: Practice) -> list[str]:
    """The names of what was recorded, without the first."""
    return [type(event).__name__ for event in practice.collect_events()][1:]


def test_a_run_records_what_is_new() -> None:
    """Each scenario once when it passes, then the kata; nothing but the run when all stays."""
    practice = Practice("k01")
    practice.run(came_to(PASSED, FAILED, NOT_RUN))
    practice.run(came_to(PASSED, PASSED, PASSED))
    practice.run(came_to(PASSED, PASSED, PASSED))
    assert names(practice) == [
        "Ran", "ScenarioPassed",
        "Ran", "ScenarioPassed", "ScenarioPassed", "Solved",
        "Ran",
    ]  # fmt: skip


def test_what_is_lost_is_a_regression() -> None:
    """Once, with its title, and it can be won again."""
    practice = Practice("k01")
    practice.run(came_to(PASSED, PASSED))
    practice.run(came_to(PASSED, FAILED))
    practice.run(came_to(PASSED, FAILED))
    assert not practice.is_solved
    *_, regressed, _ran = practice.collect_events()
    assert isinstance(regressed, Practice.Regressed)
    assert regressed.titles == ["B"]
    practice.run(came_to(PASSED, PASSED))
    assert names(practice)[-2:] == ["ScenarioPassed", "Solved"]


def test_a_file_that_does_not_run_loses_no_scenario() -> None:
    """A typo makes the kata unsolved, and its mending makes it solved again, without a fuss."""
    practice = Practice("k01")
    practice.run(came_to(PASSED, PASSED))
    practice.collect_events()
    practice.run(came_to(NOT_RUN, NOT_RUN, status=BROKEN))
    assert not practice.is_solved
    practice.run(came_to(PASSED, PASSED))
    recorded = [type(event).__name__ for event in practice.collect_events()]
    assert recorded == ["Ran", "Regressed", "Ran", "Solved"]


def test_hints_go_deeper_up_to_the_last() -> None:
    """For each scenario by itself, and across a reset."""
    practice = Practice("k01")
    assert [practice.take_hint("A", 2) for _ in range(3)] == [1, 2, 2]
    practice.reset("backup")
    assert practice.take_hint("A", 2) == 2
    assert practice.take_hint("B", 2) == 1


def test_a_comparison_knows_whether_it_was_early() -> None:
    """Before the kata is solved, and after."""
    practice = Practice("k01")
    practice.compare()
    practice.run(came_to(PASSED))
    practice.compare()
    compared = [each for each in practice.collect_events() if isinstance(each, Practice.Compared)]
    assert [each.early for each in compared] == [True, False]


def test_whoever_loses_a_race_decides_again() -> None:
    """Two terminals take a hint at once: both get one, of levels 1 and 2."""
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)

    def while_another_takes_one(practice: Practice) -> int:
        if not practice.hints:
            journey.change(FIRST.slug, lambda other: other.take_hint("A", 3))
        return practice.take_hint("A", 3)

    assert journey.change(FIRST.slug, while_another_takes_one) == 2


def test_whoever_loses_every_race_is_told() -> None:
    """It gives up after a few tries."""
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)

    def while_another_is_quicker(practice: Practice) -> None:
        journey.change(FIRST.slug, Practice.open)
        practice.open()

    with pytest.raises(BusyError):
        journey.change(FIRST.slug, while_another_is_quicker)


def project(journey: Journey) -> Progress:
    """Project all that was recorded."""
    progress = Progress()
    for _, event in journey.events_since(0):
        progress.apply(event)
    return progress


def chapter_of(journey: Journey) -> Summary:
    """Project the only chapter."""
    summaries = Summaries()
    for _, event in journey.events_since(0):
        summaries.apply(event)
    (summary,) = summaries.all()
    return summary


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
    moment = chapter_of(journey).solved
    journey.change(FIRST.slug, command)  # type: ignore[arg-type]
    progress = project(journey)
    assert progress.is_solved(FIRST)
    assert progress.following(LAST) == SECOND
    solve(journey, FIRST.slug)
    assert chapter_of(journey).solved == moment


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
        assert not chapter_of(journey).red
        assert project(journey).current() == SECOND
        journey.change(FIRST.slug, command)
        assert project(journey).is_red(FIRST)
        assert chapter_of(journey).red
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


def test_a_chapter_counts_work_and_leaves_out_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes, lunch, three minutes: five. What comes after the solution counts no more."""
    now = MORNING
    monkeypatch.setattr(CanCreateTimestamp, "create_timestamp", staticmethod(lambda: now))
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)
    now += timedelta(minutes=2)
    journey.change(FIRST.slug, lambda practice: practice.take_hint("A", 3))
    now += PAUSE
    journey.change(FIRST.slug, lambda practice: practice.run(came_to(PASSED, FAILED)))
    now += timedelta(minutes=3)
    journey.change(FIRST.slug, lambda practice: practice.run(came_to(PASSED, PASSED)))
    now += timedelta(minutes=4)
    journey.change(FIRST.slug, Practice.compare)
    summary = chapter_of(journey)
    assert summary.worked == timedelta(minutes=5)
    assert (summary.begun, summary.solved) == (MORNING, MORNING + PAUSE + timedelta(minutes=5))
    assert (summary.runs, summary.hints, summary.comparisons) == (2, 1, 1)
    assert (summary.passed, summary.of) == (2, 2)


def test_a_clock_set_back_takes_no_work_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes, an hour back, three minutes: five."""
    now = MORNING
    monkeypatch.setattr(CanCreateTimestamp, "create_timestamp", staticmethod(lambda: now))
    journey = Journey()
    for minutes in (0, 2, -60, 3):
        now += timedelta(minutes=minutes)
        journey.change(FIRST.slug, Practice.open)
    assert chapter_of(journey).worked == timedelta(minutes=5)
