"""Ends a process with all that it has started, on each system."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from katas._runner import processes
from katas._runner.catalogue import find
from katas._runner.processes import windows
from katas._runner.run.run import Run
from tests.runner.learner import SLUG, Case, order
from tests.runner.waiting import soon

_BEATS = """\
import pathlib, time
while True:
    with pathlib.Path({note!r}).open("a") as note:
        note.write("x")
    time.sleep(0.05)
"""
"""What a grandchild does while it lives, so that the test needs no process id."""

_LONG_ENOUGH = 1.0
"""Seconds without a beat after which a process is dead; far more than between two beats."""


def _grandchild(note: Path) -> str:
    """Return code that starts a process, and waits for it."""
    return f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {_beats(note)!r}])"


def _beats(note: Path) -> str:
    return _BEATS.format(note=str(note))


def _has_begun(note: Path) -> bool:
    return soon(lambda: note.exists() and note.stat().st_size > 0)


def _is_alive(note: Path) -> bool:
    before = note.stat().st_size
    time.sleep(_LONG_ENOUGH)
    return note.stat().st_size > before


@pytest.mark.slow
def test_a_run_that_is_ended_takes_its_grandchildren_along(tmp_path: Path) -> None:
    """Ctrl-C and the next save end a run like that; on Windows, with `taskkill`."""
    note = tmp_path / "beats"
    Case("starts a process", order(_grandchild(note))).save(tmp_path)
    with Run(find(SLUG), tmp_path, time_limit=600) as running:
        assert _has_begun(note)
        assert _is_alive(note)
        running.stop()
        assert soon(lambda: not _is_alive(note))


@pytest.mark.skipif(sys.platform != "win32", reason="there is no taskkill: it is part of Windows")
def test_taskkill_ends_a_tree(tmp_path: Path) -> None:
    """The system's command alone, without a run."""
    note = tmp_path / "beats"
    command = [sys.executable, "-c", _grandchild(note)]
    with subprocess.Popen(command, **processes.own_group()) as leader:  # noqa: S603 - our own words
        assert _has_begun(note)
        windows.end_group(leader.pid)
        assert leader.wait(20) != 0
        assert soon(lambda: not _is_alive(note))


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="what a process leaves behind that has ended itself is not in a tree",
)
@pytest.mark.slow
def test_a_group_is_ended_after_its_leader(tmp_path: Path) -> None:
    note = tmp_path / "beats"
    starts = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {_beats(note)!r}])"
    with subprocess.Popen([sys.executable, "-c", starts], **processes.own_group()) as leader:  # noqa: S603 - our own words
        leader.wait()
        assert _has_begun(note)
        processes.end_group(leader.pid)
        assert soon(lambda: not _is_alive(note))
