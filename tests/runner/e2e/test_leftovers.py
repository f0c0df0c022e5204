"""Processes that a learner's code leaves running, and what happens when the command ends."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from katas._runner.catalogue import find
from katas._runner.child.messages import MessageWriter
from katas._runner.paths import SOLUTIONS
from katas._runner.protocol import MESSAGES
from katas._runner.result import SOLVED
from katas._runner.run.messages import read
from katas._runner.run.run import Run
from tests.runner.checkout import Checkout
from tests.runner.learner import ALL_PASS, SLUG, Case, order
from tests.runner.waiting import soon

if TYPE_CHECKING:
    import pexpect

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


@needs_signals
def test_a_started_process_is_gone_afterwards(tmp_path: Path) -> None:
    """A process that the learner's code has started ends with the run."""
    note = tmp_path / "pid"
    source = order(_SLEEPER.format(options="", note=str(note)))
    Case("starts a process", source).save(tmp_path)
    with Run(find(SLUG), tmp_path) as running:
        assert running.wait().status == SOLVED
    assert soon(lambda: not _is_alive(int(note.read_text())))


@needs_signals
def test_a_detached_process_does_not_hold_the_command_up(
    checkout: Checkout, tmp_path: Path
) -> None:
    """A process in a session of its own keeps the pipe open, but the result comes."""
    note = tmp_path / "pid"
    source = order(_SLEEPER.format(options=", start_new_session=True", note=str(note)))
    checkout.order.write_text(source, "utf-8")
    begun = time.monotonic()
    assert checkout.kata("run", "1").code == 0
    os.kill(int(note.read_text()), signal.SIGKILL)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("is_endless", [False, True])
def test_the_files_of_scenarios_go_with_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_endless: bool
) -> None:
    """Otherwise each later run would search through the files that are left."""
    kata = find("k03")
    shutil.copytree(SOLUTIONS / kata.slug, tmp_path / "katas" / kata.slug)
    if is_endless:
        with (tmp_path / "katas" / kata.slug / "sales.py").open("a", encoding="utf-8") as file:
            file.write("\nimport time\nSales.place = lambda *_: time.sleep(99)\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    with Run(kata, tmp_path / "katas", time_limit=6 if is_endless else 10) as running:
        assert soon(lambda: any(temporary.glob("*/temporary/*")))
        assert (running.wait().status == SOLVED) is not is_endless
    assert list(temporary.iterdir()) == []


def test_nobody_is_asked_to_type(checkout: Checkout) -> None:
    """What is typed at the terminal does not reach the learner's code."""
    checkout.order.write_text(order(add_line="bags += int(input())"), "utf-8")
    answer = checkout.kata()
    assert answer.code == 1
    assert "nobody is there to type" in answer.out


@needs_fork
def test_a_fork_says_nothing(tmp_path: Path) -> None:
    """Whatever a fork does, only the run's own process writes messages."""
    messages = MessageWriter(tmp_path / MESSAGES)
    fork = os.fork()
    messages.send("end")
    if not fork:
        os._exit(0)
    os.waitpid(fork, 0)
    messages.close()
    assert read(tmp_path / MESSAGES) == [{"kind": "end"}]


_LOOP = "while True: pass"
_LOOP_IN_C = "sum(iter(int, 1))"
"""The code keeps Python's global lock, so that no thread of the process could notice."""

_WAITS_FOR_ANOTHER = "import subprocess\nsubprocess.run(['sleep', '99'])"


def _hang(checkout: Checkout, note: Path, loop: str = _LOOP) -> None:
    """Write code that records its process id, and then hangs."""
    source = f"import os, pathlib\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))"
    checkout.order.write_text(order(f"{source}\n{loop}"), "utf-8")


def _has_begun(note: Path) -> bool:
    return soon(lambda: note.exists() and bool(note.read_text()))


def _begin(
    checkout: Checkout, note: Path, *arguments: str, loop: str = _LOOP, **settings: str
) -> "subprocess.Popen[str]":
    """Run code that records its process id and then hangs, and wait until it hangs."""
    _hang(checkout, note, loop)
    command = subprocess.Popen(  # noqa: S603 - our own words
        checkout.command(*arguments),
        cwd=checkout.root,
        env=checkout.environment(**settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert _has_begun(note)
    return command


@needs_signals
@pytest.mark.parametrize("verb", ["run", "check"])
def test_ctrl_c_ends_everything_at_once(checkout: Checkout, tmp_path: Path, verb: str) -> None:
    """SIGINT to the foreground group: exit code 130, one sentence, no process left."""
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
    assert soon(lambda: not _is_alive(int(note.read_text())))


def _processes_in(folder: Path) -> list[str]:
    """Return the processes whose current folder this is; `ps` does not show that everywhere."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink().is_relative_to(folder) and _is_alive(int(process.name)):
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def _without_limit(verb: str) -> tuple[str, str]:
    """Return a command with a time limit that is longer than the test."""
    return verb, "--time-limit=600"


_LOOPS = {"py": _LOOP, "C": _LOOP_IN_C, "sub": _WAITS_FOR_ANOTHER}
_ENDS = [
    (verb, signals[at], loop)
    for verb, signals in {
        "run": ("SIGKILL", "SIGHUP", "SIGTERM"),
        "watch": ("SIGHUP", "SIGTERM", "SIGKILL"),
        "check": ("SIGTERM", "SIGKILL", "SIGHUP"),
    }.items()
    for at, loop in enumerate(_LOOPS)
]
"""Each command with each signal and with each loop, and each signal with each loop."""


@needs_signals
@pytest.mark.parametrize(("verb", "name", "loop"), _ENDS)
def test_nothing_outlives_the_command(
    checkout: Checkout, tmp_path: Path, verb: str, name: str, loop: str
) -> None:
    """However it ends, there is no process, no temporary folder, and no traceback."""
    note, temporary = tmp_path / "pid", tmp_path / "tmp"
    temporary.mkdir()
    code = _LOOPS[loop]
    command = _begin(checkout, note, *_without_limit(verb), loop=code, TMPDIR=str(temporary))
    number = signal.Signals[name]
    command.send_signal(number)
    _, err = command.communicate(timeout=20)
    assert command.returncode == (-number if name == "SIGKILL" else 128 + number)
    assert err == ""
    assert soon(lambda: not _is_alive(int(note.read_text())))
    assert soon(lambda: not _processes_in(checkout.root))
    assert soon(lambda: not list(temporary.glob("kata-*")))


@needs_signals
@pytest.mark.parametrize(
    ("verb", "shows"), [("run", "scenarios"), ("watch", "scenarios"), ("check", "")]
)
def test_a_terminal_that_is_closed_ends_all(
    checkout: Checkout, tmp_path: Path, verb: str, shows: str
) -> None:
    """For example if the window is closed or the connection breaks. There is no crash report."""
    note, temporary = tmp_path / "pid", tmp_path / "tmp"
    temporary.mkdir()
    _hang(checkout, note)
    with checkout.terminal(*_without_limit(verb), TMPDIR=str(temporary)) as screen:
        assert _has_begun(note)
        screen.expect(shows)  # a bar, which is taken away in the end
        _close(screen)
    assert soon(lambda: not _is_alive(int(note.read_text())))
    assert soon(lambda: not _processes_in(checkout.root))
    assert soon(lambda: not list(temporary.glob("kata-*")))


def _close(screen: "pexpect.spawn[str]") -> None:
    """Close a terminal, and wait until the command in it has ended."""
    terminal: Any = screen
    terminal.ptyproc.fileobj.close()  # `close` would send more signals
    assert soon(lambda: not _is_alive(terminal.ptyproc.pid))


@needs_signals
@pytest.mark.parametrize("is_told", [True, False], ids=["told", "without SIGHUP"])
@pytest.mark.parametrize("lent", [False, True], ids=["idle", "in an editor"])
def test_a_terminal_that_is_closed_while_nothing_runs(
    checkout: Checkout, tmp_path: Path, *, lent: bool, is_told: bool
) -> None:
    """After `disown` there is no signal: only the terminal fails."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    blocked = nullcontext() if is_told else _without_signal(signal.SIGHUP)
    editor, place = "sh -c 'echo edits; exec sleep 2'", str(temporary)
    with blocked, checkout.terminal("watch", "k01", VISUAL=editor, TMPDIR=place) as screen:
        screen.expect(" quit")
        if lent:
            screen.send("e")
            screen.expect("edits")
        _close(screen)
    assert soon(lambda: not _processes_in(checkout.root))
    assert not list(temporary.glob("kata-*"))


@contextmanager
def _without_signal(number: int) -> Iterator[None]:
    """Block a signal for every process that is started."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)


@needs_signals
def test_a_stopped_command_that_is_killed_ends_all(checkout: Checkout, tmp_path: Path) -> None:
    """Ctrl-Z, and then `kill -9`."""
    note = tmp_path / "pid"
    command = _begin(checkout, note, *_without_limit("run"))
    command.send_signal(signal.SIGSTOP)
    command.kill()
    command.communicate(timeout=20)
    assert soon(lambda: not _is_alive(int(note.read_text())))


@needs_signals
def test_nohup_lets_the_command_go_on(checkout: Checkout, tmp_path: Path) -> None:
    """It goes on after the terminal is closed."""
    note = tmp_path / "pid"
    _hang(checkout, note, "import time; time.sleep(2)")
    command = subprocess.Popen(  # noqa: S603 - our own words
        ["nohup", *checkout.command("run", "1")],  # noqa: S607 - wherever it is
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert _has_begun(note)
    command.send_signal(signal.SIGHUP)
    out, _ = command.communicate(timeout=60)
    assert command.returncode == 0
    assert ALL_PASS in out


@needs_signals
@pytest.mark.parametrize(
    ("code", "says"),
    [("os._exit(7)", "exit status 7"), ("os.kill(os.getpid(), 9)", "signal SIGKILL"),
     ("os.kill(os.getpid(), 2)", ""), ("os.abort()", "signal SIGABRT"),
     ("os.kill(0, 15)", "signal SIGTERM")],
)  # fmt: skip
def test_the_view_says_how_a_process_has_ended(checkout: Checkout, code: str, says: str) -> None:
    """It shows the exit of the run, not that of the process that waits for it."""
    checkout.order.write_text(order(add_line=f"import os\n{code}"), "utf-8")
    answer = checkout.kata("run", "1")
    assert answer.code == 1
    assert says in answer.out


@needs_signals
@pytest.mark.parametrize("arguments", [(), ("brief",), ("list",), ("run", "--json")], ids=str)
def test_a_closed_pipe_makes_no_traceback(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    """`kata | head -1` shows no message about a broken pipe."""
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


_FULL = Path("/dev/full")
"""A device that takes nothing, as a full disk."""


@pytest.mark.skipif(not _FULL.exists(), reason="only Linux has such a device")
@pytest.mark.parametrize("arguments", [("run", "1"), ("run", "1", "--json"), ("list",), ("-h",)])
def test_output_that_finds_no_room_is_no_crash(
    checkout: Checkout, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """It prints one sentence and no report, and the exit code is not 0."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with _FULL.open("w") as full:
        command = subprocess.run(  # noqa: S603 - our own words
            checkout.command(*arguments),
            cwd=checkout.root,
            env=checkout.environment(TMPDIR=str(temporary)),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=30,
            check=False,
            text=True,
        )
    reason = os.strerror(errno.ENOSPC)
    assert command.stderr == f"Error: the output cannot be written ({reason}).\n"
    assert command.returncode == 2
    assert not list(temporary.iterdir())
