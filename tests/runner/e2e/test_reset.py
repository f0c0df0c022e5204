"""`kata reset` loses nothing of the learner's. The checkouts have no git."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from katas._runner import backups
from katas._runner.published import files
from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG, order

pytestmark = pytest.mark.slow

SAVED = "Your files are kept in"


def _is_start_state(checkout: Checkout) -> bool:
    folder = checkout.order.parent
    stands = {path.name for path in folder.iterdir()} - {backups.CACHE}
    start = files(SLUG)
    return stands == set(start) and all(
        (folder / name).read_bytes() == start[name] for name in start
    )


def _backups(checkout: Checkout) -> list[Path]:
    folder = checkout.state / "backups" / SLUG
    return sorted(folder.iterdir()) if folder.exists() else []


def _sabotage(folder: Path, code: str) -> str:
    """Return a PYTHONPATH with which Python runs some code before the command."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code, "utf-8")
    return str(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_it_asks_and_shows_what_is_at_stake(checkout: Checkout) -> None:
    """A "no" changes nothing; a "yes" restores the start state, and says where the backup is."""
    checkout.solve()
    with checkout.terminal("reset", "k01") as screen:
        screen.expect(r"order\.py +changed, \d+ lines of yours")
        screen.expect_exact("Go on?")
        screen.sendline("n")
        screen.expect_exact("Nothing has changed")
    assert checkout.order.read_text("utf-8") == order()
    assert not _backups(checkout)
    with checkout.terminal("reset", "k01") as screen:
        screen.expect_exact("Go on?")
        screen.sendline("y")
        screen.expect_exact(SAVED)
        (backup,) = _backups(checkout)
        screen.expect_exact(backup.relative_to(checkout.root).as_posix())
        screen.expect_exact("--undo")
    assert _is_start_state(checkout)
    assert (backup / "order.py").read_text("utf-8") == order()


def test_a_pipe_is_not_asked(checkout: Checkout) -> None:
    """It says what to type, although somebody has typed something into the pipe."""
    checkout.solve()
    answer = checkout.kata("reset")
    assert answer.code == 2
    assert "kata reset k01 --yes" in answer.err
    assert checkout.order.read_text("utf-8") == order()
    assert not _backups(checkout)


def test_what_was_added_goes_and_what_was_deleted_comes_back(checkout: Checkout) -> None:
    """With `--undo` the other way round, as often as one likes."""
    folder = checkout.order.parent
    checkout.solve()
    (folder / "README.md").unlink()
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("a\n\nb\n", "utf-8")
    (folder / backups.CACHE).mkdir()
    (folder / backups.CACHE / "order.pyc").write_bytes(b"")
    answer = checkout.kata("reset", "--yes")
    assert answer.code == 0
    assert "2 lines" in next(line for line in answer.out.splitlines() if "notes.txt" in line)
    assert _is_start_state(checkout)
    assert "nothing to reset" in checkout.kata("reset").out
    assert checkout.kata("reset", "--undo").code == 0
    assert checkout.order.read_text("utf-8") == order()
    assert (folder / "mine" / "notes.txt").read_text("utf-8") == "a\n\nb\n"
    assert not (folder / "README.md").exists()
    assert checkout.kata("reset", "--undo").code == 0
    assert _is_start_state(checkout)
    assert not [path for backup in _backups(checkout) for path in backup.rglob(backups.CACHE)]


def test_without_a_backup_there_is_nothing_to_undo(checkout: Checkout) -> None:
    """It says so."""
    answer = checkout.kata("reset", "--undo")
    assert answer.code == 1
    assert "There is no backup of k01" in answer.err


def test_the_command_sees_the_new_state(checkout: Checkout) -> None:
    """The kata is red now, and a hint is about the start state; once solved stays solved."""
    checkout.solve()
    assert checkout.kata("run", "k01").code == 0
    assert checkout.kata("reset", "k01", "--yes").code == 0
    kata = checkout.kata("list", "--json").json()["katas"][0]
    assert (kata["solved"], kata["red"]) == (True, True)
    assert "Mina starts an order\nHint 1" in checkout.kata("hint", "k01").out


def test_a_place_that_is_taken_stops_it_before_anything_changes(checkout: Checkout) -> None:
    """Without a backup there is no reset."""
    checkout.solve()
    checkout.state.mkdir()
    (checkout.state / "backups").write_text("mine", "utf-8")
    answer = checkout.kata("reset", "--yes")
    assert answer.code == 1
    assert "Nothing has changed" in answer.err
    assert ".kata/backups" in answer.err
    assert checkout.order.read_text("utf-8") == order()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_full_disk_stops_it_before_anything_changes(checkout: Checkout) -> None:
    """There is no room for the backup: no part of it is kept, and the files stay."""
    checkout.solve()
    (checkout.order.parent / "notes.txt").write_bytes(b"x" * 3_000_000)
    command = ["sh", "-c", 'ulimit -f 2000 && exec "$@"', "sh", *checkout.command("reset", "--yes")]
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=checkout.root,
        env=checkout.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing has changed" in done.stderr
    assert "notes.txt: File too large" in done.stderr
    assert checkout.order.read_text("utf-8") == order()
    assert not _backups(checkout)


FAILS_MIDWAY = """
import pathlib
replace = pathlib.Path.replace
def replace_some(self, target):
    if target.name == "order.py":
        raise {error}
    return replace(self, target)
pathlib.Path.replace = replace_some
"""


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ('PermissionError(13, "it is in use", str(target))', "order.py: it is in use"),
        ("KeyboardInterrupt", "stopped by Ctrl-C"),
    ],
)
def test_a_failure_midway_tells_where_the_work_is(
    error: str, says: str, checkout: Checkout, tmp_path: Path
) -> None:
    """For example on Windows, if an editor has a file open. The backup brings everything back."""
    checkout.solve()
    brief = checkout.order.with_name("README.md")
    brief.write_text("my own", "utf-8")
    sabotage = _sabotage(tmp_path / "sabotage", FAILS_MIDWAY.format(error=error))
    answer = checkout.kata("reset", "--yes", PYTHONPATH=sabotage)
    assert answer.code == 1
    assert says in answer.err
    assert "kata reset k01 --undo" in answer.err
    (backup,) = _backups(checkout)
    assert backup.relative_to(checkout.root).as_posix() in answer.err
    assert checkout.order.read_text("utf-8") == order()
    assert checkout.kata("reset", "--undo").code == 0
    assert brief.read_text("utf-8") == "my own"
    assert not list(checkout.order.parent.glob(".reset-*"))


def test_a_folder_in_the_place_of_a_file_is_kept(checkout: Checkout) -> None:
    """With all that is in it."""
    checkout.order.unlink()
    checkout.order.mkdir()
    (checkout.order / "part.py").write_text("mine", "utf-8")
    assert checkout.kata("reset", "--yes").code == 0
    assert _is_start_state(checkout)
    assert checkout.kata("reset", "--undo").code == 0
    assert (checkout.order / "part.py").read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_what_a_link_leads_to_stays_as_it_is(checkout: Checkout, tmp_path: Path) -> None:
    """The link is replaced, and comes back as a link."""
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text(order(), "utf-8")
    checkout.order.unlink()
    checkout.order.symlink_to(elsewhere)
    assert checkout.kata("reset", "--yes").code == 0
    assert _is_start_state(checkout)
    assert not checkout.order.is_symlink()
    assert elsewhere.read_text("utf-8") == order()
    assert checkout.kata("reset", "--undo").code == 0
    assert checkout.order.readlink() == elsewhere


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_what_cannot_be_copied_is_not_touched(checkout: Checkout) -> None:
    """A named pipe would keep the command waiting for ever."""
    checkout.solve()
    os.mkfifo(checkout.order.with_name("pipe"))
    answer = checkout.kata("reset", "--yes")
    assert answer.code == 1
    assert "neither a file nor a folder" in answer.err
    assert checkout.order.read_text("utf-8") == order()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no `<&-`")
def test_whose_input_is_closed_is_not_asked(checkout: Checkout) -> None:
    """For example by a script. The message says what to type."""
    checkout.solve()
    done = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *checkout.command("reset", "k01")],
        cwd=checkout.root,
        env=checkout.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "kata reset k01 --yes" in done.stderr
    assert checkout.order.read_text("utf-8") == order()
