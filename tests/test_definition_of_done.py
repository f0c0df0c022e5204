"""Every kata: its start state fails for the right reason, and its feature tells right from wrong.

Each case runs in a process of its own, as many at a time as the machine has processors. Of a wrong
solution only the scenario runs that is to reject it; with `--every-scenario`, as in CI, all do.
"""

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from katas._runner.catalogue import find
from katas._runner.result import FAILED, FAILING, NOT_RUN, PASSED, SOLVED, Result
from tests.pool import Runner, collected, working
from tests.repository import SLUGS, Case, StartState, Variant, variants


@pytest.fixture(scope="session")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Case, Future[Result]]]:
    """Start the runs of all collected cases at once; each test waits for its own."""
    every = request.config.getoption("every_scenario")

    def run(case: Case, warm: Runner) -> Result:
        only = [case.fails] if isinstance(case, Variant) and case.fails and not every else []
        return warm(find(case.slug), case.build(tmp_path_factory.mktemp("katas")), 60, only)

    with working(collected(request.session, StartState, Variant), run) as runs:
        yield runs


@pytest.fixture
def result(case: Case, runs: dict[Case, Future[Result]]) -> Result:
    return runs[case].result()


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


@pytest.mark.parametrize("case", variants("wrong"), ids=str)
def test_a_wrong_solution_fails_the_scenario_that_it_names(case: Variant, result: Result) -> None:
    assert result.status == FAILING, result.error
    failed = {each.title: each.error for each in result.scenarios if each.status == FAILED}
    assert case.fails in failed
    assert {PASSED, NOT_RUN} & {each.status for each in result.scenarios}, "nothing works"
    for title, error in failed.items():
        assert error, title
        assert error.type not in ("ImportError", "StepDefinitionNotFoundError"), error


@pytest.mark.parametrize("case", variants("right"), ids=str)
def test_another_right_solution_passes(result: Result) -> None:
    failing = result.first_failing
    assert result.status == SOLVED, failing and (failing.title, failing.error)
