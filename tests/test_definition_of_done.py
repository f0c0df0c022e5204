"""Every kata: its start state fails for the right reason, and its feature tells right from wrong.

Each case runs in a process of its own, as many at a time as the machine has processors. Every day
the start states run, and of a kata's wrong solutions the first one, if its scenarios start no
processes. With `--everything`, as in CI, all of them run, and other right solutions. Of a wrong
solution the scenario runs that is to reject it, with `--in-full` all of them.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from itertools import groupby
from typing import Any

import pytest

from katas._runner.catalogue import find
from katas._runner.paths import ROOT, SOLUTIONS
from katas._runner.result import FAILED, FAILING, NOT_RUN, PASSED, SOLVED, Result
from tests.support.blame import Blame, Difference
from tests.support.pool import Runner, collected, stores, working
from tests.support.repository import SLUGS, Case, Right, StartState, Wrong, right, wrong

Runs = dict[Case, Future[Result]]

TIME_LIMIT = 240.0
"""Seconds for a scenario. On a busy machine the workers of k19 are started again for minutes."""


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runs]:
    """Start the runs of all collected cases; each test waits for its own."""
    in_full = request.config.getoption("in_full")
    folder = tmp_path_factory.mktemp("katas")

    def run(case: Case, run_kata: Runner) -> Result:
        only = [case.fails] if isinstance(case, Wrong) and not in_full else []
        return run_kata(find(case.slug), case.build(folder / str(case)), TIME_LIMIT, only)

    cases = collected(request.session, StartState, Wrong, Right)
    with stores(case.slug for case in cases), working(cases, run) as started:
        yield started


@pytest.fixture
def result(case: Case, runs: Runs) -> Result:
    return runs[case].result()


def _wrong() -> Iterator[Any]:
    """All wrong solutions; those after the first of a kata are slow."""
    for slug, of_a_kata in groupby(wrong(), key=lambda variant: variant.slug):
        first, *others = of_a_kata
        yield _slow(first) if find(slug).needs else first
        yield from map(_slow, others)


def _slow(case: Case) -> Any:
    return pytest.param(case, marks=pytest.mark.slow)


@pytest.mark.parametrize("case", [StartState(slug) for slug in SLUGS], ids=str)
def test_a_start_state_fails_every_scenario_for_the_right_reason(result: Result) -> None:
    assert result.status == FAILING, result.error
    for scenario in result.scenarios:
        assert scenario.status == FAILED, f"{scenario.title} passes before anything is done"
        assert scenario.error, scenario.title
        right = scenario.error.is_gap or scenario.error.type == "AssertionError"
        assert right, f"{scenario.title}: {scenario.error}"
    first = result.scenarios[0].error
    assert first
    assert not first.is_gap or first.message.startswith("TODO 1: ")


@pytest.mark.parametrize("case", list(_wrong()), ids=str)
def test_a_wrong_solution_fails_the_scenario_that_it_names(case: Wrong, result: Result) -> None:
    assert result.status == FAILING, result.error
    failed = {each.title: each.error for each in result.scenarios if each.status == FAILED}
    assert case.fails in failed
    assert {PASSED, NOT_RUN} & {each.status for each in result.scenarios}, "nothing works"
    for title, error in failed.items():
        assert error, title
        assert error.type not in ("ImportError", "NameError", "StepDefinitionNotFoundError"), error


@pytest.mark.slow
def test_hardly_any_place_is_named_that_is_innocent(runs: Runs) -> None:
    """Of the functions that scenarios have called, at most one in thirty, and no query.

    A step finds a wrong result, and which function is to blame is not known.
    """
    of_wrong = {case: run for case, run in runs.items() if type(case) is Wrong}
    if len(of_wrong) < len(wrong()) - len(SLUGS):  # what is slow alone lacks the first of each kata
        pytest.skip("it takes the runs of all wrong solutions")
    named, innocent, telling = 0, [], []
    for case, run in of_wrong.items():
        failed = [each for each in run.result().scenarios if each.status == FAILED]
        error = failed[0].error if failed else None
        if error and error.file and error.ran_last:
            file = ROOT / error.file
            difference = Difference(file.parent, SOLUTIONS / case.slug)
            named += 1
            if difference.blame(file.name, error.line) is Blame.INNOCENT:
                innocent.append(str(case))
                telling += [str(case)] if difference.is_query(file.name, error.line) else []
    assert named > len(of_wrong) / 3  # most others lead to a line themselves
    assert len(innocent) <= named / 30, innocent
    assert not telling


@pytest.mark.slow
@pytest.mark.parametrize("case", right(), ids=str)
def test_another_right_solution_passes(result: Result) -> None:
    failing = result.first_failing
    assert result.status == SOLVED, failing and (failing.title, failing.error)
