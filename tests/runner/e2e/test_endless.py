"""Code that never ends: it is stopped in time, at its line, and its output stays small."""

import json

import pytest

from katas._runner.result import SOLVED, TIMEOUT
from tests.runner.conftest import CaseResult
from tests.runner.learner import Case, order

pytestmark = pytest.mark.slow

_LIMIT = 4.0
"""Seconds, counted from the learner's first line."""

_SLEEPING_THREAD = "import threading, time\nthreading.Thread(target=lambda: time.sleep(99)).start()"


def _endless(name: str, top: str = "", add_line: str = "") -> Case:
    source = order(top, add_line)
    says = f"still running after {_LIMIT:g} seconds"
    return Case(name, source, TIMEOUT, "Timeout", says, _LIMIT, is_fresh=True)


CASES = [
    _endless("at import", "while True: pass  # here"),
    _endless("in a command beside a thread", _SLEEPING_THREAD, "while True: pass  # here"),
    _endless("in C", add_line="sum(iter(int, 1))  # here"),
    _endless("printing", add_line="while True: print('beans')"),
    _endless("writing", add_line="import os\nwhile True: os.write(1, b'beans' * 1000)  # here"),
    _endless("in a representation", (
        "class Odd:\n    def __repr__(self):\n        while True: pass  # here"),
        "self.trigger_event(self.LineAdded, coffee=Odd(), bags=1, price=NOTHING)"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_loop_is_stopped_at_its_line(case: Case, outcome: CaseResult) -> None:
    """The status is `timeout`, and the line is the learner's own, wherever it hangs."""
    result = outcome.result
    error = result.error
    assert error
    assert (result.status, error.type) == (TIMEOUT, "Timeout")
    assert case.says in error.message
    assert error.file == str(outcome.file.resolve())
    assert case.line in (None, error.line)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_its_output_stays_small(outcome: CaseResult) -> None:
    """However much was printed, the result holds a few thousand characters."""
    assert len(json.dumps(outcome.result.as_dict())) < 40_000


_SLOW = Case("slow", order(add_line="import time\ntime.sleep(0.5)"), SOLVED, time_limit=_LIMIT)


@pytest.mark.parametrize("case", [_SLOW], ids=str)
def test_each_scenario_has_the_time_for_itself(case: Case, outcome: CaseResult) -> None:
    """Together they may take longer: a machine may be slow, and a feature long."""
    assert outcome.result.status == case.status
    assert sum(scenario.seconds for scenario in outcome.result.scenarios) > case.time_limit


_FLOOD = Case(
    "flood",
    order("import os\nfor _ in range(99): os.write(1, b'x' * 99_999)\nos._exit(1)"),
    is_fresh=True,
)


@pytest.mark.parametrize("case", [_FLOOD], ids=str)
def test_output_past_python_is_kept_to_a_limit(outcome: CaseResult) -> None:
    """If the process ends, the beginning of its output to the descriptor is shown."""
    assert outcome.result.output == "x" * 4000 + "\n… and more"
