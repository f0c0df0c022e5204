"""`kata watch` with saves, keys, and code that hangs."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from katas._runner.published import files
from tests.runner.checkout import Checkout
from tests.runner.learner import ALL_PASS, NONE_PASS, SLUG, TITLES, order
from tests.runner.waiting import soon

if sys.platform != "win32":
    import termios

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there are no pseudo-terminals and signals as these"
)

KEYS = " quit"

_CODES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\r")

FAILS, PASSES = rf"(?<!\d){NONE_PASS}", rf"(?<!\d){ALL_PASS}"

SOME_PASS = rf"(?<!\d)(?!0 |{ALL_PASS})\d+ of {len(TITLES)} scenarios pass"

HANG = (
    "\nimport os, pathlib\npathlib.Path({note!r}).write_text(str(os.getpid()))\nwhile True: pass\n"
)


def _is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    if status.exists():
        return ") Z " not in status.read_text()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _verdict(screen: "pexpect.spawn[str]", count: str) -> None:
    """Wait for a result, and the keys below it."""
    screen.expect(count)
    screen.expect(KEYS)


@contextmanager
def _watching(
    checkout: Checkout, *arguments: str, first: str = FAILS
) -> Iterator["pexpect.spawn[str]"]:
    """Watch k01 in a terminal, and wait for the first result."""
    with checkout.terminal("watch", "k01", *arguments) as screen:
        _verdict(screen, first)
        yield screen


def _child(parent: int | None) -> int:
    """Return the only process that another has started."""
    command = ["pgrep", "-P", str(parent)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return int(found.stdout)


def _runs(checkout: Checkout) -> int:
    """Return how many runs the journey has recorded."""
    import sqlite3  # noqa: PLC0415 - one test needs it

    with sqlite3.connect(checkout.state / "journey.sqlite") as journey:
        return int(
            journey.execute(
                "SELECT count(*) FROM stored_events WHERE topic LIKE '%Practice.Ran'"
            ).fetchone()[0]
        )


def test_a_save_is_run_until_all_is_green_and_n_goes_on(checkout: Checkout) -> None:
    """Each key does what it says when it is offered. Results are kept, and the journey goes on."""
    with _watching(checkout) as screen:
        for key, answer in {
            "h": "Hint 1 of",
            "x": KEYS,
            "n": "not solved yet: n works",
            "c": "not solved yet: c works",
            "b": "The files are in katas/k01",
            "l": "you are here",
            "r": FAILS,
        }.items():
            screen.send(key)
            screen.expect(answer)
        kept = json.loads((checkout.state / "results" / f"{SLUG}.json").read_text("utf-8"))
        assert kept["result"]["status"] == "failing"
        checkout.solve()
        _verdict(screen, PASSES)
        screen.send("n")
        screen.expect("k02")
        screen.expect("The brief is in katas/k02_decide_then_record/README.md")
        screen.send("q")
        screen.expect(pexpect.EOF)
    assert screen.wait() == 0
    current = checkout.kata("list", "--json").json()["katas"][0]
    assert (current["slug"], current["solved"]) == (SLUG, True)
    assert "k02 · Decide, then record" in checkout.kata().out


@pytest.mark.slow
def test_the_scenario_that_failed_last_comes_first(checkout: Checkout) -> None:
    """What became of it is shown while the others still run, and once all have run."""
    slug, title = "k08_their_own_picture", "Ada is still thinking, and owes nothing"
    right = (checkout.root / "solutions" / slug / "billing.py").read_text("utf-8")
    condition = ", EntryRow.promised_at.is_not(None)"
    assert condition in right
    shutil.copytree(
        checkout.root / "solutions" / slug, checkout.root / "katas" / slug, dirs_exist_ok=True
    )
    billing = checkout.root / "katas" / slug / "billing.py"
    billing.write_text(right.replace(condition, ""), "utf-8")
    with checkout.terminal("watch", "k08", size=(60, 80)) as screen:
        screen.expect(r"\d+ of \d+ scenarios pass")
        screen.expect(KEYS)
        for content, mark in ((right.replace(condition, " "), "✘"), (right, "✔")):
            billing.write_text(content, "utf-8")
            screen.expect(rf"{mark}\S* {title}")
            screen.expect("still running: scenarios, [1-9]")
            screen.expect(KEYS)
            screen.expect(r"\d+ of \d+ scenarios pass")
            screen.expect(KEYS)
        screen.send("q")
        screen.expect(pexpect.EOF)


@pytest.mark.slow
def test_all_that_a_run_depends_on_starts_another(checkout: Checkout) -> None:
    """Given code, steps and the feature, as after a pull; a new time stamp alone does not."""
    checkout.solve()
    money = checkout.root / "katas" / "given" / "money.py"
    steps = checkout.root / "tests" / "steps" / "order.py"
    feature = checkout.root / "features" / f"{SLUG}.feature"
    with _watching(checkout, first=PASSES) as screen:
        for path, old, new in (
            (money, "€", "$"),
            (steps, "is_placed", "is_plaiced"),
            (feature, "€8.90", "€8.80"),
        ):
            content = path.read_text("utf-8")
            assert old in content
            path.write_text(content.replace(old, new), "utf-8")
            screen.expect(rf"{FAILS}|{SOME_PASS}|does not|lacks|is missing")
            screen.expect(KEYS)
            path.write_text(content, "utf-8")
            _verdict(screen, PASSES)
        assert soon(lambda: _runs(checkout) == 7)
        os.utime(checkout.order)
        os.utime(steps)
        time.sleep(1.5)  # more than a heartbeat
        assert _runs(checkout) == 7
        screen.send("q")
        screen.expect(pexpect.EOF)


@pytest.mark.slow
def test_keys_work_while_code_hangs_and_a_save_ends_it(checkout: Checkout, tmp_path: Path) -> None:
    """The hanging process and its forks end at once; then q ends another one."""
    notes = [tmp_path / "first", tmp_path / "second"]
    with _watching(checkout) as screen:
        hang = HANG.format(note=str(notes[0]))
        checkout.order.write_text(order(f"import os\nos.fork(){hang}"), "utf-8")
        assert soon(notes[0].exists)
        screen.send("h")
        screen.expect("when this run has ended")
        screen.send("l")
        screen.expect("you are here")
        checkout.solve()
        _verdict(screen, PASSES)
        assert soon(lambda: not _is_alive(int(notes[0].read_text())))
        checkout.order.write_text(order(HANG.format(note=str(notes[1]))), "utf-8")
        assert soon(notes[1].exists)
        screen.send("c")
        screen.expect("when this run has ended")
        screen.send("q")
        screen.expect(pexpect.EOF)
    assert screen.wait() == 0
    assert not _is_alive(int(notes[1].read_text()))


@pytest.mark.slow
def test_ctrl_c_ends_a_hanging_run_and_mends_the_terminal(
    checkout: Checkout, tmp_path: Path
) -> None:
    """In a shell, whose terminal is restored afterwards. The same after SIGTERM."""
    note = tmp_path / "note"
    checkout.order.write_text(order(HANG.format(note=str(note))), "utf-8")
    command = " ".join(checkout.command("watch", "k01"))
    for ended_by, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        note.unlink(missing_ok=True)
        script = (
            f"trap : INT; before=$(stty -g); {command}; echo code $?; "
            "test $(stty -g) = $before && echo same"
        )
        shell = pexpect.spawn(
            "/bin/sh",
            ["-c", script],
            cwd=str(checkout.root),
            env=checkout.environment(TERM="xterm-256color"),
            encoding="utf-8",
            codec_errors="replace",  # Ctrl-C cuts off what the terminal has not yet shown
            timeout=30,
        )
        assert soon(lambda: note.exists() and bool(note.read_text()))
        if ended_by == signal.SIGINT:
            shell.sendintr()
        else:
            os.kill(_child(shell.pid), ended_by)
        shell.expect(f"code {code}")
        shell.expect("same")
        shell.close(force=True)
        assert not _is_alive(int(note.read_text()))


@pytest.mark.slow
def test_editors_save_in_odd_ways_and_each_save_is_one_run(checkout: Checkout) -> None:
    """Swap files, a file replaced, the same content twice: the journey counts."""
    folder, text = checkout.order.parent, checkout.order.read_text("utf-8")
    with _watching(checkout) as screen:
        (folder / ".order.py.swp").write_bytes(b"swap")
        (folder / "order.py~").write_text(text, "utf-8")
        (folder / ".#order.py").symlink_to("nobody@nowhere")
        (folder / "__pycache__").mkdir(exist_ok=True)
        (folder / "__pycache__" / "order.py").write_text("nothing", "utf-8")
        checkout.order.write_text(text, "utf-8")
        beside = folder / "order.py.tmp"
        beside.write_text(order(), "utf-8")
        beside.replace(checkout.order)
        _verdict(screen, PASSES)
        checkout.order.touch()
        checkout.solve()
        screen.send("l")
        screen.expect("1 of [0-9]+ solved")
        checkout.order.write_text("", "utf-8")
        checkout.order.write_text(text, "utf-8")
        _verdict(screen, FAILS)
        screen.send("q")
        screen.expect(pexpect.EOF)
    assert _runs(checkout) == 3


@pytest.mark.slow
def test_what_vanishes_and_comes_back_is_seen(checkout: Checkout) -> None:
    """A deleted folder, a renamed file: said, and run again when it is there."""
    folder = checkout.order.parent
    with _watching(checkout) as screen:
        shutil.rmtree(folder)
        screen.expect("order.py is missing")
        folder.mkdir()
        for name, content in files(SLUG).items():
            (folder / name).write_bytes(content)
        _verdict(screen, FAILS)
        checkout.order.rename(folder / "other.py")
        screen.expect("order.py is missing")
        (folder / "other.py").rename(checkout.order)
        _verdict(screen, FAILS)
        feature = checkout.root / "features" / f"{SLUG}.feature"
        feature.write_text(feature.read_text("utf-8").replace("Ada orders", "Eve orders"), "utf-8")
        screen.expect("Eve orders after Mina")


@pytest.mark.slow
def test_nothing_survives_a_run(checkout: Checkout) -> None:
    """Neither modules of equal length in one second, nor state, environment or folder."""
    leak = (
        "import os, builtins\n"
        "assert not hasattr(builtins, 'leak') and 'LEAK' not in os.environ, 'it leaks'\n"
        "assert os.path.exists('pyproject.toml'), 'it leaks'\n"
        "builtins.leak = 1; os.environ['LEAK'] = '1'; os.chdir('katas')\n"
        "open_ = builtins.open\n"
    )
    right = order(leak)
    wrong = right.replace('"Placed"', '"Plaved"')
    assert len(right) == len(wrong)
    checkout.order.write_text(right, "utf-8")
    stamp = checkout.order.stat().st_mtime_ns
    with _watching(checkout, first=PASSES) as screen:
        for source, count in ((wrong, SOME_PASS), (right, PASSES), (wrong, SOME_PASS)):
            checkout.order.write_text(source, "utf-8")
            os.utime(checkout.order, ns=(stamp, stamp))
            _verdict(screen, count)
        assert "it leaks" not in str(screen.before)


@pytest.mark.slow
def test_nobody_notices_that_the_warm_process_was_killed(checkout: Checkout) -> None:
    """It is killed by hand while it is idle, and by the learner's code."""
    with _watching(checkout) as screen:
        os.kill(_child(screen.pid), signal.SIGKILL)
        checkout.solve()
        _verdict(screen, PASSES)
        killer = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
        checkout.order.write_text(order(killer), "utf-8")
        screen.expect("ended at once")
        checkout.order.write_text(files(SLUG)["order.py"].decode(), "utf-8")
        _verdict(screen, FAILS)


@pytest.mark.slow
def test_a_warm_process_that_was_stopped_is_replaced(checkout: Checkout) -> None:
    """It does not answer any more, and the next save does not wait for it."""
    stopper = "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)"
    with _watching(checkout) as screen:
        checkout.order.write_text(order(stopper), "utf-8")
        screen.expect("scenarios .*/")  # the bar of a run that takes its time
        checkout.solve()
        _verdict(screen, PASSES)
        screen.send("q")
        screen.expect(pexpect.EOF)
    assert screen.wait() == 0


@pytest.mark.slow
def test_code_that_writes_into_its_own_folder_is_shown(checkout: Checkout) -> None:
    """Otherwise each run's own write would end it, again and again."""
    write = "pathlib.Path(__file__).with_name('made.py').write_text(f'# {time.time_ns()}')"
    writer = f"import pathlib, time\n{write}"
    checkout.order.write_text(order(writer), "utf-8")
    with _watching(checkout, first=PASSES) as screen:
        checkout.order.write_text(files(SLUG)["order.py"].decode(), "utf-8")
        _verdict(screen, FAILS)


@pytest.mark.slow
def test_ctrl_z_mends_the_terminal_and_fg_takes_it_again(checkout: Checkout) -> None:
    """Also in a shell that does not restore it itself. The screen is drawn again."""
    with checkout.terminal("watch", "k01") as screen:
        before = termios.tcgetattr(screen.child_fd)
        _verdict(screen, FAILS)
        assert termios.tcgetattr(screen.child_fd) != before
        screen.send("\x1a")
        assert soon(lambda: termios.tcgetattr(screen.child_fd) == before)
        assert screen.pid
        os.kill(screen.pid, signal.SIGCONT)
        assert soon(lambda: termios.tcgetattr(screen.child_fd) != before)
        _verdict(screen, FAILS)
        screen.send("l")
        screen.expect("you are here")


@pytest.mark.slow
def test_what_passing_scenarios_print_is_shown_with_o(checkout: Checkout) -> None:
    """The view says that there is output; o shows it with each result, and o again hides it."""
    checkout.order.write_text(order(add_line="print('beans')"), "utf-8")
    hint = "lines were printed: o shows them"
    with _watching(checkout, first=PASSES) as screen:
        assert hint in str(screen.before)
        screen.send("o")
        screen.expect("beans")
        _verdict(screen, "Solved")
        checkout.order.write_text(order(add_line="print('more beans')"), "utf-8")
        screen.expect("more beans")
        _verdict(screen, "Solved")
        assert hint not in str(screen.before)
        screen.send("o")
        screen.expect(hint)


@pytest.mark.slow
def test_only_keys_that_do_something_are_offered(checkout: Checkout) -> None:
    """Until the kata is solved neither n nor c, then no h. All keys fit into 80 columns."""
    with _watching(checkout) as screen:
        assert "next" not in str(screen.before)
        assert "compare" not in str(screen.before)
        checkout.solve()
        _verdict(screen, PASSES)
        footer = _CODES.sub("", str(screen.before)).splitlines()[-1]
        assert footer.split("  ")[:3] == ["n next", "e edit", "b brief"]
        assert len(f"{footer}{KEYS}") <= 80


@pytest.mark.parametrize("arguments", [(), ("--poll",)], ids=str)
@pytest.mark.slow
def test_a_pipe_gets_one_result_after_the_other(
    checkout: Checkout, arguments: tuple[str, ...]
) -> None:
    """No keys, no clearing, plain text. The output says that Ctrl-C ends it."""
    command = subprocess.Popen(  # noqa: S603 - our own words
        checkout.command("watch", "k01", *arguments),
        cwd=checkout.root,
        env=checkout.environment(PYTHONIOENCODING="ascii"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert command.stdout
    seen = ""

    def read_to(text: str) -> None:
        nonlocal seen
        for line in command.stdout or ():
            seen += line
            if text in line:
                return

    read_to("Watching katas/k01")
    checkout.solve()
    read_to(ALL_PASS)
    os.killpg(command.pid, signal.SIGINT)
    rest, err = command.communicate(timeout=20)
    seen += rest
    assert "Ctrl-C ends" in seen.splitlines()[0]
    assert ("polling" in seen) == bool(arguments)
    assert "\x1b" not in seen
    assert "q quit" not in seen.replace("?", " ")
    assert (command.returncode, err) == (130, "\nStopped. Your files are as they were.\n")
