"""Which scenario of a wrong solution is shown."""

from pathlib import Path

from katas._runner.catalogue import find
from katas._runner.compare.rejection import Rejection
from katas._runner.result import FAILED, FAILING, NOT_RUN, PASSED, Error, Result, Scenario
from katas._runner.wrong_solutions import WrongSolution
from tests.runner.learner import SLUG


def test_the_scenario_that_is_named_is_shown() -> None:
    """Not one before it that has not run; where none is named, the first that fails."""
    scenarios = [
        Scenario("A", None, 1, [], NOT_RUN),
        Scenario("B", None, 2, [], FAILED, Error("ValueError", "x")),
        Scenario("C", None, 3, [], PASSED),
        Scenario("D", None, 4, [], FAILED, Error("ValueError", "y")),
    ]
    result = Result(SLUG, "katas", "F", FAILING, scenarios)
    for title, shown in (("D", "D"), ("", "B"), ("C", "B")):
        solution = WrongSolution(SLUG, Path("x.diff"))
        vars(solution)["_read"] = (f"It is wrong.\n\nFails: {title}", [])
        scenario = Rejection(find(SLUG), solution, [], result).scenario
        assert scenario
        assert scenario.title == shown
