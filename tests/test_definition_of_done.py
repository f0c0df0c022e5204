"""Every kata: its start state fails for the right reason, and its feature tells right from wrong.

Each case runs in a process of its own, as the `kata` command runs it, as many at a time as the
machine has processors.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.launch import Run
from katas._runner.result import FAILED, FAILING, SOLVED, Result
from tests.repository import SLUGS, StartState, Variant, variants

Case = StartState | Variant


@pytest.fixture(scope="session")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Result]]]:
    """Start the runs of all collected cases at once; each test waits for its own."""
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        yield {
            str(case): workers.submit(_run, case, tmp_path_factory.mktemp("katas"))
            for item in request.session.items
            if isinstance(case := _parameters(item).get("case"), Case)
        }


def _parameters(item: pytest.Item) -> dict[str, object]:
    callspec = getattr(item, "callspec", None)
    return callspec.params if callspec else {}


def _run(case: Case, folder: Path) -> Result:
    with Run(find(case.slug), case.build(folder), time_limit=60) as running:
        return running.wait()


@pytest.fixture
def result(case: Case, runs: dict[str, Future[Result]]) -> Result:
    return runs[str(case)].result()


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
    assert len(failed) < len(result.scenarios), "it is not plausible: nothing works"
    for title, error in failed.items():
        assert error, title
        assert error.type not in ("ImportError", "StepDefinitionNotFoundError"), error


@pytest.mark.parametrize("case", variants("right"), ids=str)
def test_another_right_solution_passes(result: Result) -> None:
    failing = result.first_failing
    assert result.status == SOLVED, failing and (failing.title, failing.error)
