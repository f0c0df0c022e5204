"""Obstacles to `kata update`: it names them, and changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runner.clone import ORDER, Clone, Workshop, commit, commit_order, is_newest
from tests.runner.learner import SLUG, order

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("begun", "advice"),
    [
        ("merge", "git merge --abort"),
        ("rebase", "git rebase --abort"),
        ("cherry-pick", "git cherry-pick --abort"),
        ("revert", "git revert --abort"),
        ("bisect", "git bisect reset"),
    ],
)
def test_what_was_begun_is_finished_first(
    begun: str, advice: str, mine: Clone, workshop: Workshop
) -> None:
    """The advice is tried."""
    commit_order(mine, "one")
    mine.git("branch", "other", "HEAD")
    commit_order(mine, "two")
    _begin(begun, mine)
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 1
    assert advice in answer.err
    mine.git(*advice.split()[1:])
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert mine.order.read_text("utf-8") == "two"


def _begin(what: str, mine: Clone) -> None:
    """Leave something unfinished, with a conflict if that is needed."""
    if what == "bisect":
        mine.git("bisect", "start")
        return
    if what == "revert":
        arguments = ["revert", "HEAD~1"]
    else:
        mine.git("switch", "--quiet", "other")
        commit_order(mine, "three")
        mine.git("switch", "--quiet", "main")
        arguments = [what, "other"]
    with pytest.raises(AssertionError):
        mine.git(*arguments)


def test_a_stash_that_did_not_fit(mine: Clone) -> None:
    """A file has a merge conflict, which must be solved first, as the message says."""
    mine.order.write_text("one", "utf-8")
    mine.git("stash")
    commit_order(mine, "two")
    with pytest.raises(AssertionError):
        mine.git("stash", "pop")
    assert "git add" in mine.kata("update").err
    mine.order.write_text("both", "utf-8")
    mine.git("add", ORDER)
    assert mine.kata("update").code == 0
    assert mine.git("stash", "list")


def test_another_git_at_work(mine: Clone) -> None:
    """Its lock is named."""
    lock = mine.root / ".git" / "index.lock"
    lock.touch()
    answer = mine.kata("update")
    assert answer.code == 1
    assert str(lock) in answer.err
    lock.unlink()
    assert mine.kata("update").code == 0


def test_hooks_are_not_asked(mine: Clone, workshop: Workshop) -> None:
    """Hooks are for the learner's own commits, and would refuse this one."""
    mine.solve()
    commit(mine.root, "k01 solved")
    for name in ("pre-commit", "commit-msg", "reference-transaction", "post-checkout"):
        hook = mine.root / ".git" / "hooks" / name
        hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
        hook.chmod(0o755)
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


def test_a_folder_that_is_in_the_way(mine: Clone, workshop: Workshop) -> None:
    """It is named, and nothing changes until it is moved. So with a file in a folder's place."""
    workshop.write("notes", lambda _: "ours\n")
    workshop.write("more/notes", lambda _: "ours\n")
    workshop.change_start_state()
    (mine.root / "notes").mkdir()
    (mine.root / "more").write_text("mine", "utf-8")
    for name in ("more", "notes"):
        answer = mine.kata("update")
        assert answer.code == 1
        assert f"{name} is in the place of" in answer.err
        (mine.root / name).rename(mine.root / f"my {name}")
    assert mine.kata("update").code == 0
    assert (mine.root / "my more").read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_full_disk_changes_nothing(mine: Clone, workshop: Workshop) -> None:
    """There is no room for the new files."""
    mine.solve()
    (mine.root / "README.md").write_text("mine\n", "utf-8")
    workshop.write("README.md", lambda _: "x" * 3_000_000)
    workshop.change_start_state()
    head = mine.git("rev-parse", "HEAD")
    mine.git("fetch", "--quiet")
    command = ["sh", "-c", 'ulimit -f 2000 && exec "$@"', "sh", *mine.command("update")]
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=mine.root,
        env=mine.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing has changed" in done.stderr
    assert mine.git("rev-parse", "HEAD") == head
    assert mine.order.read_text("utf-8") == order()
    assert (mine.root / "README.md").read_text("utf-8") == "mine\n"
    assert not list(mine.state.glob("update-*"))
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever runs this may read everything"
)
@pytest.mark.parametrize(("path", "mode"), [(ORDER, 0), ("features", 0o555), (".kata", 0o555)])
def test_what_may_not_be_read_or_written(
    path: str, mode: int, mine: Clone, workshop: Workshop
) -> None:
    """A learner's file, a folder of ours, and the place of the backups."""
    mine.solve()
    mine.state.mkdir()
    workshop.change_start_state()
    usual = (mine.root / path).stat().st_mode
    before = mine.git("status", "--porcelain"), mine.git("rev-parse", "HEAD")
    (mine.root / path).chmod(mode)
    answer = mine.kata("update")
    (mine.root / path).chmod(usual)
    assert answer.code == 1
    assert path in answer.err
    assert "Permission denied" in answer.err
    assert (mine.git("status", "--porcelain"), mine.git("rev-parse", "HEAD")) == before
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


FAILS_MIDWAY = """
import os, pathlib, signal
replace = pathlib.Path.replace
def replace_some(self, target):
    if "coming" in self.parts and target.name == {name!r}:
        {deed}
    return replace(self, target)
pathlib.Path.replace = replace_some
"""


def _sabotage(folder: Path, **parts: str) -> str:
    """Return a PYTHONPATH with which Python runs some code before the command."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAILS_MIDWAY.format(**parts), "utf-8")
    return str(folder)


def test_a_file_that_is_in_use_undoes_all(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """For example on Windows, if an editor has a file open."""
    mine.solve()
    workshop.write("README.md", lambda text: f"{text}More.\n")
    workshop.change_start_state()
    before = mine.git("status", "--porcelain"), mine.git("rev-parse", "HEAD")
    deed = 'raise PermissionError(13, "it is in use", str(target))'
    sabotage = _sabotage(tmp_path / "sabotage", name=f"{SLUG}.feature", deed=deed)
    answer = mine.kata("update", PYTHONPATH=sabotage)
    assert answer.code == 1
    assert f"features/{SLUG}.feature: it is in use" in answer.err
    assert (mine.git("status", "--porcelain"), mine.git("rev-parse", "HEAD")) == before
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


def test_ctrl_c_in_the_middle_waits(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """The update is finished first."""
    mine.solve()
    workshop.change_start_state()
    deed = "signal.raise_signal(signal.SIGINT)"
    sabotage = _sabotage(tmp_path / "sabotage", name=f"{SLUG}.feature", deed=deed)
    assert mine.kata("update", PYTHONPATH=sabotage).code == 0
    assert is_newest(mine, workshop)


def test_a_power_cut_in_the_middle(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """The next update goes on, and does not take new files for the learner's."""
    mine.solve()
    workshop.change_start_state()
    sabotage = _sabotage(tmp_path / "sabotage", name=f"{SLUG}.feature", deed="os._exit(9)")
    assert mine.kata("update", PYTHONPATH=sabotage).code == 9
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert "You had changed these" not in answer.out
    assert is_newest(mine, workshop)
    assert mine.git("status", "--porcelain").strip() == f"M {ORDER}"
    assert mine.order.read_text("utf-8") == order()
