"""What learners' code leaves running, and what happens when the learner leaves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.journal import MESSAGES, Journal, read
from katas._runner.launch import Run
from katas._runner.result import SOLVED

from .checkout import Checkout
from .learner import SLUG, Case, order

needs_signals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no process groups and signals as these"
)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

_SLEEPER = """\
import pathlib, subprocess, sys
sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)"]{options})
pathlib.Path({note!r}).write_text(str(sleeper.pid))"""

pytestmark = pytest.mark.slow


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and ") Z " in status.read_text())


def _soon(is_so: Callable[[], bool]) -> bool:
    """Wait some seconds for something to become so."""
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


@needs_signals
def test_a_started_process_is_gone_afterwards(tmp_path: Path) -> None:
    """A process that the learner's code has started ends with the run."""
    note = tmp_path / "pid"
    source = order(_SLEEPER.format(options="", note=str(note)))
    Case("starts a process", source).save(tmp_path)
    with Run(find(SLUG), tmp_path) as running:
        assert running.wait().status == SOLVED
    assert _soon(lambda: not _is_alive(int(note.read_text())))


@needs_signals
def test_a_detached_process_does_not_hold_the_command_up(
    checkout: Checkout, tmp_path: Path
) -> None:
    """A process in a session of its own keeps the pipe open; the result comes all the same."""
    note = tmp_path / "pid"
    source = order(_SLEEPER.format(options=", start_new_session=True", note=str(note)))
    checkout.order.write_text(source, "utf-8")
    begun = time.monotonic()
    assert checkout.kata("run", "1").code == 0
    os.kill(int(note.read_text()), signal.SIGKILL)
    assert time.monotonic() - begun < 20


def test_nobody_is_asked_to_type(checkout: Checkout) -> None:
    """What is typed at the terminal does not reach the learner's code."""
    checkout.order.write_text(order(add_line="bags += int(input())"), "utf-8")
    answer = checkout.kata()
    assert answer.code == 1
    assert "nobody is there to type" in answer.out


@needs_fork
def test_a_fork_says_nothing(tmp_path: Path) -> None:
    """Whatever a fork goes on to do, the messages are those of the run's own process."""
    journal = Journal(tmp_path / MESSAGES)
    fork = os.fork()
    journal.send("end")
    if not fork:
        os._exit(0)
    os.waitpid(fork, 0)
    journal.close()
    assert read(tmp_path / MESSAGES) == [{"kind": "end"}]


def _begin(checkout: Checkout, note: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Run code that notes its process and then hangs, and wait until it does."""
    hang = f"import os, pathlib\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))"
    checkout.order.write_text(order(f"{hang}\nwhile True: pass"), "utf-8")
    command = subprocess.Popen(  # noqa: S603 - our own words
        checkout.command(*arguments),
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert _soon(lambda: note.exists() and bool(note.read_text()))
    return command


@needs_signals
@pytest.mark.parametrize("verb", ["run", "check"])
def test_ctrl_c_ends_everything_at_once(checkout: Checkout, tmp_path: Path, verb: str) -> None:
    """SIGINT to the foreground group: exit code 130, one sentence, nobody left."""
    note = tmp_path / "pid"
    command = _begin(checkout, note, verb)
    written = checkout.order.read_bytes()
    begun = time.monotonic()
    os.killpg(command.pid, signal.SIGINT)
    out, err = command.communicate(timeout=10)
    assert time.monotonic() - begun < 3
    assert command.returncode == 130
    assert (out, err) == ("", "\nStopped. Your files are as they were.\n")
    assert checkout.order.read_bytes() == written
    assert _soon(lambda: not _is_alive(int(note.read_text())))


@needs_signals
@pytest.mark.parametrize("arguments", [(), ("brief",), ("run", "--json")], ids=str)
def test_a_closed_pipe_makes_no_traceback(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    """`kata | head -1`: whoever has read enough is not told of a broken pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    command = subprocess.run(  # noqa: S603 - our own words
        checkout.command(*arguments),
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=30,
        check=False,
    )
    os.close(writer)
    assert command.stderr == b""
    assert command.returncode in (0, 1)
