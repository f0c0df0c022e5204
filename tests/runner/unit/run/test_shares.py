"""How scenarios are divided among processes, and how one result is made of several."""

from dataclasses import replace
from typing import Any

from katas._runner.result import (
    BROKEN,
    FAILED,
    FAILING,
    NOT_RUN,
    PASSED,
    SOLVED,
    TIMEOUT,
    Error,
    Result,
    Scenario,
)
from katas._runner.run.shares import are_worth_it, joined, shares

SLOW = Error("Timeout", "this was still running after 1 second")
WARNING = Error("UserWarning", "no", "katas/k01/order.py", 3)


def _result(*statuses: str, seconds: float = 0.1, **others: Any) -> Result:
    """Return a result whose scenarios A, B, C have these statuses."""
    scenarios = [
        Scenario(title, None, 1, [], status, seconds=seconds)
        for title, status in zip("ABC", statuses, strict=False)
    ]
    return replace(Result("k01", "katas", "Orders", FAILING, scenarios), **others)


def test_shares_take_as_long_as_each_other() -> None:
    """Each title is in one share, in the feature's order; one is as long as the other two."""
    result = _result(PASSED, PASSED, PASSED)
    result.scenarios[1].seconds = 0.2
    assert shares(result, 2) == [["B"], ["A", "C"]]
    assert shares(result, 1) == [["A", "B", "C"]]


def test_more_processes_than_scenarios() -> None:
    """Some shares are empty."""
    divided = shares(_result(PASSED, PASSED), 4)
    assert sorted(divided) == [[], [], ["A"], ["B"]]


def test_quick_scenarios_are_not_shared() -> None:
    assert are_worth_it(_result(PASSED, PASSED, PASSED, seconds=0.2))
    assert not are_worth_it(_result(PASSED, PASSED, PASSED, seconds=0.01))


def test_a_scenario_counts_where_it_has_run() -> None:
    """If two parts have run it, the first counts."""
    whole = joined([_result(PASSED, NOT_RUN, NOT_RUN), _result(FAILED, PASSED, PASSED)])
    assert [each.status for each in whole.scenarios] == [PASSED] * 3
    assert whole.status == SOLVED


def test_what_several_parts_say_is_said_once() -> None:
    """The import of the files prints and warns in each process."""
    part = _result(PASSED, NOT_RUN, output="hello", warnings=[WARNING])
    other = _result(NOT_RUN, FAILED, output="hello", warnings=[WARNING])
    whole = joined([part, other])
    assert (whole.output, whole.warnings, whole.status) == ("hello", [WARNING], FAILING)


def test_the_end_that_comes_first_in_the_feature_counts() -> None:
    """A process has ended in B, and another was over time in C."""
    died = Error("ProcessEnded", "the process ended at once")
    late = _result(NOT_RUN, NOT_RUN, FAILED, status=TIMEOUT, error=SLOW)
    late.scenarios[2].error = SLOW
    ended = _result(PASSED, FAILED, NOT_RUN, status=BROKEN, error=died)
    ended.scenarios[1].error = died
    assert (joined([late, ended]).error, joined([late, ended]).status) == (died, BROKEN)
    ended.scenarios[1].error, late.scenarios[0].error = None, SLOW
    assert joined([ended, late]).status == BROKEN  # its error belongs to no scenario
    assert joined([_result(PASSED, PASSED), late]).status == TIMEOUT


def test_a_part_without_scenarios_takes_none_away() -> None:
    """Its process was ended before it began."""
    whole = joined([Result("k01", "katas"), _result(PASSED, FAILED)])
    assert [each.status for each in whole.scenarios] == [PASSED, FAILED]
