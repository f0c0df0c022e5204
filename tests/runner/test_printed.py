"""What a learner's code prints is shown, in whichever way it prints."""

from dataclasses import replace
from pathlib import Path

import pytest

from katas._runner.child.output import Output
from katas._runner.protocol import END, MOST_OUTPUT, as_text, mark
from katas._runner.result import SOLVED
from katas._runner.run.printed import Printed

from .conftest import Outcome
from .learner import Case, harmless, order
from .test_leftovers import needs_fork

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
_COLD = replace(_WARM, name="in all ways in a cold process", is_cold=True)
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
def test_all_that_is_printed_is_told_in_order(case: Case, outcome: Outcome) -> None:
    """By processes, by forks, and to the file descriptors; each where it was printed."""
    result = outcome.result
    assert result.status == SOLVED, result
    assert result.output.split() == _PRINTED
    first, second, *_ = result.scenarios
    assert first.output == ""
    assert second.output.split() == _PRINTED * 2
    assert case.is_cold or result.warnings == []


@needs_fork
@pytest.mark.parametrize("case", [_FLOOD], ids=str)
def test_what_others_print_is_kept_to_a_limit(outcome: Outcome) -> None:
    assert outcome.result.status == SOLVED
    outputs = [each.output for each in outcome.result.scenarios if each.output]
    assert len(outputs) == 8
    assert {*outputs} == {"y\n" * 2000 + "\n… and more"}


@needs_fork
@pytest.mark.parametrize("case", [_CLOSED], ids=str)
def test_who_closes_the_descriptors_is_heard(outcome: Outcome) -> None:
    assert outcome.result.scenarios[1].output.split() == ["before", "after", "before", "after"]


_LOG = harmless("a log", order(
    "import logging\nlogging.basicConfig(level='DEBUG')", "logging.debug('beans')"))  # fmt: skip


@pytest.mark.parametrize("case", [_LOG], ids=str)
def test_a_log_tells_what_the_code_does(outcome: Outcome) -> None:
    """Once, and not what runs the scenarios."""
    result = outcome.result
    assert result.output == ""
    assert [each.output for each in result.scenarios[:2]] == ["", "DEBUG:root:beans\n" * 2]


_CHANNEL = Path("kata-abc")
_DATA = b"".join([
    b"outside", mark(_CHANNEL, 0), b"first \0", mark(_CHANNEL, 11), b"\xe2\x98\x95 ",
    mark(Path("kata-abd"), 2), mark(_CHANNEL, END), b"of the next run",
])  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 7, 99])
def test_marks_are_found_in_whichever_pieces_they_come(size: int) -> None:
    """Those of another run are none."""
    printed = Printed(_CHANNEL)
    for begin in range(0, len(_DATA), size):
        printed.add(_DATA[begin : begin + size])
    texts = printed.texts(0)
    assert texts == {None: "outside", 0: "first \0", 11: "☕ \0kata-abd:2\0"}


def test_what_looks_like_a_mark_at_the_end_is_told() -> None:
    """A run that ends early leaves no mark."""
    printed = Printed(_CHANNEL)
    printed.add(b"x\0kata-ab")
    printed.end()
    assert printed.texts(0) == {None: "x\0kata-ab"}


def test_output_is_kept_to_a_limit() -> None:
    """One huge text, or many small ones: some bytes are written on, and the rest dropped."""
    written = bytearray()
    output = Output(written.extend)
    print("☕" * 1_000_000, file=output)
    for _ in range(1000):
        print("y" * 1000, file=output)
    assert len(written) == MOST_OUTPUT
    assert as_text(written) == "☕" * 4000 + "\n… and more"
