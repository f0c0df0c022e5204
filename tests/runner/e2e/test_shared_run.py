"""Several processes share a kata's scenarios, and the result is that of one process."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.result import FAILED, NOT_RUN, PASSED, Result
from katas._runner.run.forks import IS_POSSIBLE, ForkServer
from katas._runner.run.run import run_kata
from katas._runner.run.shared_run import SharedRun
from katas._runner.run.shares import MOST_PROCESSES
from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG, TITLES, order, timeless, write

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot fork")

KATA = find(SLUG)
SAYS = "print('adds', coffee)"


@pytest.fixture(scope="module")
def servers() -> Iterator[list[ForkServer]]:
    with ExitStack() as stack:
        yield [stack.enter_context(ForkServer()) for _ in range(2)]


class _Told:
    """What is known when the first scenario has run."""

    def __init__(self) -> None:
        self.results: list[Result] = []

    def __call__(self, run: SharedRun) -> None:
        self.results.append(run.so_far())


def _slowly(result: Result, failing: str = "") -> Result:
    """Return a result in which scenarios take long enough to be shared."""
    scenarios = [
        replace(each, seconds=0.5, status=FAILED if each.title == failing else PASSED)
        for each in result.scenarios
    ]
    return replace(result, scenarios=scenarios)


@pytest.mark.parametrize(
    "source",
    [
        order(add_line=SAYS),
        order(SAYS.replace("coffee", "1")).replace('"Placed"', '"Place"'),
        order("def f(:"),
        order("import warnings\nwarnings.warn('old')"),
    ],
    ids=["right", "wrong", "unreadable", "warned"],
)
def test_it_is_the_result_of_one_process(
    servers: list[ForkServer], tmp_path: Path, source: str
) -> None:
    """Scenarios, steps, events, output, warnings, error and its place are the same."""
    folder, told = write(tmp_path, source), _Told()
    alone = servers[0].run(KATA, folder)
    plan = alone if alone.scenarios[0].status != NOT_RUN else servers[0].run(KATA)
    starts = [partial(server.start, KATA, folder, 10.0) for server in servers]
    shared = SharedRun(KATA, starts, _slowly(plan, TITLES[-1]), told).wait()
    assert timeless(replace(shared, code=alone.code)) == timeless(alone)
    assert len(told.results) == 1
    if source != order("def f(:"):
        assert told.results[0].scenarios[-1].status != NOT_RUN


def test_what_somebody_looks_at_runs_first_if_nothing_fails(
    servers: list[ForkServer], tmp_path: Path
) -> None:
    """Otherwise the wall would wait for all. A title that has gone is nothing to look at."""
    folder = write(tmp_path, order())
    plan = _slowly(servers[0].run(KATA))
    starts = [partial(server.start, KATA, folder, 10.0) for server in servers]
    for shown, wanted in ((TITLES[1], [TITLES[1]]), ("No such scenario", [])):
        told = _Told()
        result = SharedRun(KATA, starts, plan, told, shown).wait()
        assert [each.status for each in result.scenarios] == [PASSED] * len(TITLES)
        begun = [
            each.title for one in told.results for each in one.scenarios if each.status != NOT_RUN
        ]
        assert set(wanted) <= set(begun)
        assert len(told.results) == len(wanted)


def test_a_scenario_that_ends_its_process_takes_no_other_along(
    servers: list[ForkServer], tmp_path: Path
) -> None:
    """Those that cancel an order are broken; all others have run."""
    ending = order().replace("self.cancellation_reason = reason", "import os; os._exit(3)")
    folder = write(tmp_path, ending)
    plan = _slowly(servers[0].run(KATA))
    starts = [partial(server.start, KATA, folder, 10.0) for server in servers]
    for before in (plan, None):
        result = SharedRun(KATA, starts, before, _Told()).wait()
        assert all(each.status != NOT_RUN for each in result.scenarios)
        failed = [each for each in result.scenarios if each.status == FAILED]
        assert failed
        assert all(each.error and each.error.type == "ProcessEnded" for each in failed)
        assert len(failed) < len(TITLES)


def test_time_ends_where_it_would_end_in_one_process(
    servers: list[ForkServer], tmp_path: Path
) -> None:
    """The scenario that is shown is the same, also if it runs alone before the others."""
    hanging = order().replace("self.cancellation_reason = reason", "while True: pass")
    folder = write(tmp_path, hanging)
    alone = servers[0].run(KATA, folder, time_limit=1)
    failing = alone.first_failing
    assert failing
    starts = [partial(server.start, KATA, folder, 1.0) for server in servers]
    for first in ("", failing.title):
        shared = SharedRun(KATA, starts, _slowly(alone, first), _Told()).wait()
        assert (shared.status, shared.error) == (alone.status, alone.error)
        assert shared.first_failing
        assert shared.first_failing.title == failing.title


def test_a_scenario_that_is_new_runs_too(servers: list[ForkServer], tmp_path: Path) -> None:
    """The result before is that of an older feature."""
    plan = _slowly(run_kata(KATA))
    old = replace(plan, scenarios=plan.scenarios[:2])
    folder = write(tmp_path, order())
    starts = [partial(server.start, KATA, folder, 10.0) for server in servers]
    result = SharedRun(KATA, starts, old, _Told()).wait()
    assert [each.status for each in result.scenarios] == [PASSED] * len(TITLES)


@pytest.mark.slow
def test_a_cold_run_is_shared_if_the_last_one_took_long(checkout: Checkout) -> None:
    """Then two fresh processes run a share each, and all is as before."""
    where = checkout.root / "processes"
    note = f"import os; open({str(where)!r}, 'a').write(str(os.getpid()) + '\\n')"
    checkout.order.write_text(order(note, "import time; time.sleep(0.05)"), "utf-8")
    first = checkout.kata("run", "k01", "--json").json()
    assert len(where.read_text("utf-8").split()) == 1
    second = checkout.kata("run", "k01", "--json").json()
    assert len(where.read_text("utf-8").split()) == 1 + min(os.cpu_count() or 1, MOST_PROCESSES)
    alone, shared = (timeless(Result.from_dict(each)) for each in (first, second))
    assert shared == alone
    assert second["status"] == "solved"
