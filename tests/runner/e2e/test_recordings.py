"""What real runs of reference solutions record, from left to right: the same in each run."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.paths import SOLUTIONS, TESTS
from katas._runner.result import PASSED, Result, Scenario
from katas._runner.run.forks import IS_POSSIBLE, ForkServer
from tests.runner.listing import lines
from tests.runner.schemas import check

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot fork")

EXAMPLES = sorted((TESTS / "runner" / "recordings").glob("*.txt"))
"""A scenario of a kata each: its title, and then what it records."""

QUICK = {"k08"}


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with ForkServer() as server:
        yield server


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(each, id=each.stem, marks=[] if each.stem in QUICK else pytest.mark.slow)
        for each in EXAMPLES
    ],
)
def test_a_scenario_records_what_happens(server: ForkServer, example: Path) -> None:
    """Contexts, positions, commands, rows, messages and calls, in their order."""
    title, *recorded = example.read_text("utf-8").splitlines()
    result = server.run(find(example.stem), SOLUTIONS, 60, [title])
    [scenario] = [each for each in result.scenarios if each.title == title]
    assert scenario.status == PASSED, scenario.error
    assert list(lines(scenario)) == recorded
    document = result.as_dict()
    check("run", document)
    assert Result.from_dict(document) == result


@pytest.mark.slow
@pytest.mark.parametrize("kata", ["k08", "k10", "k14", "k18"])
def test_two_runs_record_the_same(server: ForkServer, kata: str) -> None:
    """Whatever the ids and the time are."""
    first, second = (server.run(find(kata), SOLUTIONS, 120).scenarios for _ in range(2))
    assert list(map(_lasting, first)) == list(map(_lasting, second))
    assert sum(len(scenario.rows) for scenario in first) > len(first)


@pytest.mark.slow
def test_a_context_that_begins_with_another_store_is_told_apart(server: ForkServer) -> None:
    """In k18 each mistake of Sales meets departments that have read nothing so far."""
    title = "Sales says less than it has promised"
    scenarios = server.run(find("k18"), SOLUTIONS, 60, [title]).scenarios
    [made] = [each for each in scenarios if each.title == title]
    positions = [
        each for each in made.rows if (each.context, each.table) == ("Loyalty", "position")
    ]
    stores = {each.store for each in positions}
    assert stores == set(range(1, len(stores) + 1))
    assert len(stores) > 2
    for store in stores:
        first = next(each for each in positions if each.store == store)
        assert (first.change, first.values) == ("inserted", {"last": "0"})
    assert {each.store for each in made.deliveries if each.context == "Loyalty"} == stores - {1}


def _lasting(scenario: Scenario) -> Scenario:
    """Return a scenario without what is to be different: ids as they are, seconds, output."""
    events = [replace(each, attributes={}) for each in scenario.events]
    return replace(scenario, events=events, seconds=0, output="")
