"""Every kata: its start state fails for the right reason, and its feature tells right from wrong.

Each case runs in a process of its own, as many at a time as the machine has processors.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from katas._runner.catalogue import Kata, find
from katas._runner.launch import Run
from katas._runner.result import FAILED, FAILING, SOLVED, Result
from katas._runner.warm import IS_POSSIBLE, Warm
from tests.repository import SLUGS, StartState, Variant, variants

Case = StartState | Variant


Runner = Callable[[Kata, Path, float], Result]


@contextmanager
def runner() -> Iterator[Runner]:
    """Run katas one after the other: in forks of a warm process where that is possible."""
    if IS_POSSIBLE:
        with Warm() as warm:
            yield warm.run
    else:
        yield _run_cold


def _run_cold(kata: Kata, folder: Path, time_limit: float) -> Result:
    with Run(kata, folder, time_limit) as running:
        return running.wait()


@pytest.fixture(scope="session")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Result]]]:
    """Start the runs of all collected cases at once; each test waits for its own."""
    cases = [_parameters(item).get("case") for item in request.session.items]
    at_a_time = os.cpu_count() or 1
    with ExitStack() as stack, ThreadPoolExecutor(at_a_time) as workers:
        idle: SimpleQueue[Runner] = SimpleQueue()
        for _ in range(at_a_time):
            idle.put(stack.enter_context(runner()))
        yield {
            str(case): workers.submit(_run, case, tmp_path_factory.mktemp("katas"), idle)
            for case in cases
            if isinstance(case, Case)
        }


def _parameters(item: pytest.Item) -> dict[str, object]:
    callspec = getattr(item, "callspec", None)
    return callspec.params if callspec else {}


def _run(case: Case, folder: Path, idle: "SimpleQueue[Runner]") -> Result:
    run = idle.get()
    try:
        return run(find(case.slug), case.build(folder), 60)
    finally:
        idle.put(run)


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
