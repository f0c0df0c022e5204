"""How a tree of processes is ended on Windows."""

import subprocess
import sys
from pathlib import Path

import pytest

from katas._runner.processes import windows


def test_the_command_line_that_ends_a_tree() -> None:
    """With the whole tree, unasked, and as options of Windows are written."""
    assert windows.command_to_end(4711) == ["taskkill", "/F", "/T", "/PID", "4711"]


@pytest.mark.skipif(sys.platform == "win32", reason="the command is played by a script of a shell")
def test_it_is_called_so_and_its_failure_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The process may have ended meanwhile; a run also ends where there is no such command."""
    monkeypatch.setenv("PATH", str(tmp_path))
    windows.end_group(4711)
    script = tmp_path / "taskkill"
    script.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/called"\necho not found\nexit 128\n')
    script.chmod(0o755)
    windows.end_group(4711)
    assert (tmp_path / "called").read_text() == "/F /T /PID 4711\n"
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "win32", reason="Python has the name on Windows only")
def test_the_flag_of_windows_is_that_of_python() -> None:
    if sys.platform == "win32":
        assert windows.own_group() == {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
