"""The events that the aggregate of the journey records."""

from katas._runner.journey.practice import Practice
from katas._runner.result import BROKEN, FAILED, NOT_RUN, PASSED
from tests.runner.journeys import came_to


def names(practice: Practice) -> list[str]:
    """Return the names of the recorded events, without the first."""
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
    assert not practice.is_green
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
    assert not practice.is_green
    practice.run(came_to(PASSED, PASSED))
    recorded = [type(event).__name__ for event in practice.collect_events()]
    assert recorded == ["Ran", "Regressed", "Ran", "Solved"]


def test_hints_go_deeper_up_to_the_last() -> None:
    """For each scenario by itself, and across a reset."""
    practice = Practice("k01")
    assert [practice.take_hint("A", 2) for _ in range(3)] == [1, 2, 2]
    assert sum(isinstance(each, Practice.HintTaken) for each in practice.pending_events) == 2
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
