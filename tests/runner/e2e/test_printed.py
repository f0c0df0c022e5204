"""The output of a learner's code is shown, whichever way it prints."""

from dataclasses import replace

import pytest

from katas._runner.result import SOLVED
from tests.runner.conftest import CaseResult
from tests.runner.e2e.test_leftovers import needs_fork
from tests.runner.learner import harmless, order

_WAYS = """\
import multiprocessing, os, subprocess, sys
print("print")
os.system("echo system")
subprocess.run(["echo", "run"])
subprocess.run(["echo", "stream"], stdout=sys.stdout)
os.write(1, b"write\\n")
os.write(2, b"error\\n")
print("dunder", file=sys.__stdout__)
subprocess.run([sys.executable, "-c", "print('python')"])
if not os.fork():
    print("fork")
    os._exit(0)
os.wait()
worker = multiprocessing.get_context("fork").Process(target=print, args=["worker"])
worker.start()
worker.join()
print("end")"""

_PRINTED = [
    "print", "system", "run", "stream", "write", "error", "dunder", "python", "fork", "worker",
    "end",
]  # fmt: skip

_WARM = harmless("in all ways", order(_WAYS, _WAYS))

_COLD = replace(_WARM, name="in all ways in a fresh process", is_fresh=True)

_YES = """\
import subprocess
subprocess.run("yes | head -9000000; echo end", shell=True)
print("x")"""

_FLOOD = harmless("a flood of others", order(add_line=_YES))

_CLOSED = harmless(
    "all that is open is closed",
    order(add_line="import os\nprint('before')\nos.closerange(0, 3)\nprint('after')"),
)


@needs_fork
@pytest.mark.parametrize("case", [_WARM, _COLD], ids=str)
def test_all_that_is_printed_is_told_in_order(outcome: CaseResult) -> None:
    """Also output of processes and forks, and to file descriptors, each in its scenario."""
    result = outcome.result
    assert result.status == SOLVED, result
    assert result.output.split() == _PRINTED
    first, second, *_ = result.scenarios
    assert first.output == ""
    assert second.output.split() == _PRINTED * 2
    warnings = [each for each in result.warnings if "use of fork()" not in each.message]
    assert warnings == []  # but for Python 3.12's, of a fork beside the thread of the time limit


@needs_fork
@pytest.mark.parametrize("case", [_FLOOD], ids=str)
def test_what_others_print_is_kept_to_a_limit(outcome: CaseResult) -> None:
    assert outcome.result.status == SOLVED
    outputs = [each.output for each in outcome.result.scenarios if each.output]
    assert len(outputs) > 5
    assert {*outputs} == {"y\n" * 2000 + "\n… and more"}


@needs_fork
@pytest.mark.parametrize("case", [_CLOSED], ids=str)
def test_who_closes_the_descriptors_is_heard(outcome: CaseResult) -> None:
    assert outcome.result.scenarios[1].output.split() == ["before", "after", "before", "after"]


_LOG = harmless("a log", order(
    "import logging\nlogging.basicConfig(level='DEBUG')", "logging.debug('beans')"))  # fmt: skip


@pytest.mark.parametrize("case", [_LOG], ids=str)
def test_a_log_tells_what_the_code_does(outcome: CaseResult) -> None:
    """Each entry once, and none of the tools that run the scenarios."""
    result = outcome.result
    assert result.output == ""
    assert [each.output for each in result.scenarios[:2]] == ["", "DEBUG:root:beans\n" * 2]
