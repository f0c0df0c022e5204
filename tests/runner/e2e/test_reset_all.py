"""`kata reset --all` loses nothing of the learner's."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from katas._runner.published import published
from tests.runner.checkout import Answer, Checkout
from tests.runner.learner import SLUG

pytestmark = pytest.mark.slow

K02, K03, K05 = "k02_decide_then_record", "k03_tomorrows_clerk", "k05_everyones_table"

SABOTAGE = """
import pathlib
replace = pathlib.Path.replace
def replace_some(self, target):
    if {where}:
        raise {error}
    return replace(self, target)
pathlib.Path.replace = replace_some
"""


@pytest.fixture
def at_work(checkout: Checkout) -> Checkout:
    """A checkout in which k01, k02 and k03 are changed, a file is added, and k05 is missing."""
    checkout.solve()
    for slug in (K02, K03):
        shutil.copytree(checkout.root / "solutions" / slug, checkout.root / "katas" / slug,
                        dirs_exist_ok=True)  # fmt: skip
    (checkout.order.parent / "notes.txt").write_text("a\nb\n", "utf-8")
    shutil.rmtree(checkout.root / "katas" / K05)
    return checkout


def _stands(checkout: Checkout) -> dict[str, bytes]:
    top = checkout.root / "katas"
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.glob("k[0-9]*/*")
        if path.is_file()
    }


def _backups(checkout: Checkout) -> list[Path]:
    return sorted((checkout.state / "backups").glob("k*/*"))


def _sabotaged(checkout: Checkout, where: str, error: str, *arguments: str) -> Answer:
    """Run the command so that replacing files fails under a condition."""
    folder = checkout.root.with_name("sabotage")
    folder.mkdir(exist_ok=True)
    code = SABOTAGE.format(where=where, error=error)
    (folder / "sitecustomize.py").write_text(code, "utf-8")
    return checkout.kata(*arguments, PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1")


def test_all_go_back_and_come_back(at_work: Checkout) -> None:
    """One line for each kata. Other katas stay as they are, and the journey records it."""
    before = _stands(at_work)
    answer = at_work.kata("reset", "--all", "--yes")
    assert answer.code == 0
    assert "k01 · Say what happened    2 files, " in answer.out
    assert "k05 · Everyone's table     8 files missing" in answer.out
    assert "In their start state: k01, k02, k03, k05." in answer.out
    assert _stands(at_work) == published()
    assert [path.parent.name for path in _backups(at_work)] == [SLUG, K02, K03, K05]
    assert "nothing to reset" in at_work.kata("reset", "--all").out
    chapters = at_work.kata("journey", "--json").json()["katas"]
    assert {chapter["kata"]: chapter["resets"] for chapter in chapters} == dict.fromkeys(
        [SLUG, K02, K03, K05], 1
    )
    assert at_work.kata("reset", "--all", "--undo").code == 0
    assert _stands(at_work) == before
    assert at_work.kata("reset", "--all", "--undo").code == 0
    assert _stands(at_work) == published()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_it_asks_once(at_work: Checkout) -> None:
    """A no changes nothing."""
    before = _stands(at_work)
    with at_work.terminal("reset", "--all") as screen:
        screen.expect_exact("k03 · Tomorrow's clerk")
        screen.expect_exact("Go on?")
        screen.sendline("n")
        screen.expect_exact("Nothing has changed")
    assert _stands(at_work) == before
    with at_work.terminal("reset", "--all") as screen:
        screen.expect_exact("Go on?")
        screen.sendline("y")
        screen.expect_exact("--undo")
    assert _stands(at_work) == published()


def test_what_has_come_since_is_kept_by_an_undo(at_work: Checkout) -> None:
    """A reset of one kata in between does not replace the last batch."""
    before = _stands(at_work)
    at_work.kata("reset", "--all", "--yes")
    at_work.order.write_text("later = 1\n", "utf-8")
    at_work.kata("reset", "k01", "--yes")
    assert at_work.kata("reset", "--all", "--undo").code == 0
    assert _stands(at_work) == before
    kept = [path.read_text("utf-8") for path in (at_work.state / "backups").glob("*/*/order.py")]
    assert "later = 1\n" in kept


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ('OSError(28, "No space left on device", str(target))', "order.py: No space left"),
        ("KeyboardInterrupt", "stopped by Ctrl-C"),
    ],
)
def test_a_failure_midway_says_how_far_it_came(error: str, says: str, at_work: Checkout) -> None:
    """The advised commands go on or undo it. No new backup hides an older one."""
    before = _stands(at_work)
    where = f"target.parent.name == {K02!r} and target.name == 'order.py'"
    answer = _sabotaged(at_work, where, error, "reset", "--all", "--yes")
    assert answer.code == 1
    said = " ".join(answer.err.split())
    assert "Stopped at k02" in said
    assert says in said
    assert "Changed: k01. Not changed: k03, k05." in said
    assert "`kata reset --all` goes on" in said
    assert "`kata reset k02 --undo`" in said
    assert [path.parent.name for path in _backups(at_work)] == [SLUG, K02]
    assert at_work.kata("reset", "k02", "--undo").code == 0
    assert at_work.kata("reset", "--all", "--undo").code == 0
    assert _stands(at_work) == before
    _sabotaged(at_work, where, error, "reset", "--all", "--yes")
    assert at_work.kata("reset", "--all", "--yes").code == 0
    assert _stands(at_work) == published()


def test_an_undo_that_is_stopped_goes_on(at_work: Checkout) -> None:
    """The backups that are to come back are still known."""
    before = _stands(at_work)
    at_work.kata("reset", "--all", "--yes")
    where = f"target.parent.name == {K02!r}"
    answer = _sabotaged(at_work, where, "KeyboardInterrupt", "reset", "--all", "--undo")
    assert answer.code == 1
    assert "`kata reset --all --undo` goes on" in answer.err
    assert at_work.kata("reset", "--all", "--undo").code == 0
    assert _stands(at_work) == before


def test_an_undo_that_cannot_be_noted_says_how_it_is_undone(at_work: Checkout) -> None:
    """The files are back anyway."""
    before = _stands(at_work)
    at_work.kata("reset", "--all", "--yes")
    where, error = "target.parent.name == 'all'", 'OSError(28, "No space left on device")'
    answer = _sabotaged(at_work, where, error, "reset", "--all", "--undo")
    assert answer.code == 0
    assert _stands(at_work) == before
    assert "`kata reset KATA --undo` brings that back" in answer.out
    assert at_work.kata("reset", "k03", "--undo").code == 0
    assert (at_work.root / "katas" / K03 / "sales.py").read_bytes() == published()[
        f"{K03}/sales.py"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_full_disk_changes_nothing(at_work: Checkout) -> None:
    """There is no room for one kata's backup: none is kept, and all files stay."""
    before = _stands(at_work)
    (at_work.root / "katas" / K03 / "big.bin").write_bytes(b"x" * 3_000_000)
    done = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-c", 'ulimit -f 2000 && exec "$@"', "sh",
         *at_work.command("reset", "--all", "--yes")],
        cwd=at_work.root, env=at_work.environment(), capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Nothing has changed, because your files of k03 cannot be backed up" in done.stderr
    (at_work.root / "katas" / K03 / "big.bin").unlink()
    assert _stands(at_work) == before
    assert not _backups(at_work)


def test_there_may_be_nothing_to_reset_or_to_undo(checkout: Checkout) -> None:
    """It says so, and asks nobody."""
    answer = checkout.kata("reset", "--all")
    assert (answer.code, "nothing to reset" in answer.out) == (0, True)
    answer = checkout.kata("reset", "--all", "--undo")
    assert (answer.code, "There is no backup of all katas" in answer.err) == (1, True)
    answer = checkout.kata("reset", "k01", "--all")
    assert (answer.code, "--help" in answer.err) == (2, True)


def test_only_missing_files_come_back_without_a_question(checkout: Checkout) -> None:
    """No file of the learner's changes."""
    shutil.rmtree(checkout.order.parent)
    assert checkout.kata("reset", "--all").code == 0
    assert _stands(checkout) == published()


def test_a_kata_without_a_start_state_stays_as_it_is(at_work: Checkout) -> None:
    """For example a new one. All others are reset, and a message says why this one is not."""
    catalogue = at_work.root / "katas" / "catalogue.toml"
    with catalogue.open("a", encoding="utf-8") as text:
        text.write('\n[[kata]]\nslug = "k99_new"\ntitle = "New"\npart = 1\ncontexts = []\n'
                   'minutes = 1\ntracks = []\n')  # fmt: skip
    new = at_work.root / "katas" / "k99_new" / "order.py"
    new.parent.mkdir()
    new.write_text("mine", "utf-8")
    answer = at_work.kata("reset", "--all", "--yes")
    assert answer.code == 0
    assert "k99 has no published start state, and stays as it is." in answer.err
    assert "k01, k02, k03, k05" in answer.out
    assert new.read_text("utf-8") == "mine"
    alone = at_work.kata("reset", "k99")
    assert alone.code == 1
    assert "k99_new has no start state in katas/_runner/published.zip" in alone.err
