"""Without git, `kata update` says how to get a new version, and that works."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.runner.clone import BRIEF, Clone, Workshop, begin, git
from tests.runner.learner import order

pytestmark = pytest.mark.slow


def test_without_git(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """The steps to a new download are said, and they work."""
    mine.solve()
    (mine.order.parent / "my notes.txt").write_text("mine", "utf-8")
    assert mine.kata("run", "k01").code == 0
    (tmp_path / "bin").mkdir()
    answer = mine.kata("update", PATH=str(tmp_path / "bin"))
    assert answer.code == 1
    assert "https://git-scm.com" in answer.err
    _follow_steps(answer.err, mine, workshop, tmp_path)


def test_an_unpacked_archive(workshop: Workshop, tmp_path: Path) -> None:
    """Also inside of somebody else's repository, and after `git init`."""
    begin(_unpack(workshop, tmp_path / "home", ""))
    mine = Clone(_unpack(workshop, tmp_path / "home" / "mine", ""))
    mine.solve()
    (mine.order.parent / "my notes.txt").write_text("mine", "utf-8")
    assert mine.kata("run", "k01").code == 0
    answer = mine.kata("update")
    assert answer.code == 1
    assert "a download" in answer.err
    _follow_steps(answer.err, mine, workshop, mine.root.parent)
    mine.git("init", "--quiet")
    assert "a download" in mine.kata("update").err


def _unpack(workshop: Workshop, folder: Path, name: str) -> Path:
    """Download an archive of the workshop's last commit, and unpack it."""
    archive = folder.parent / "archive.zip"
    git(workshop.root, "archive", "--format=zip", "--output", str(archive), "HEAD")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder / name)
    return folder / name


def _follow_steps(said: str, mine: Clone, workshop: Workshop, beside: Path) -> None:
    """Follow the steps: download the workshop again, and copy the work into it."""
    workshop.change_start_state()
    new = Clone(_unpack(workshop, beside, "new-katas"))
    commands = [line.strip() for line in said.splitlines() if line.startswith("     ")]
    shell = ["powershell", "-Command"] if sys.platform == "win32" else ["sh", "-e", "-c"]
    subprocess.run([*shell, "\n".join(commands)], cwd=mine.root, check=True)  # noqa: S603 - as above
    assert new.order.read_text("utf-8") == order()
    assert (new.order.parent / "my notes.txt").read_text("utf-8") == "mine"
    assert "New in the brief" in (new.root / BRIEF).read_text("utf-8")
    assert new.kata("list", "--json").json()["katas"][0]["solved"]


def test_an_archive_without_anything_of_ones_own(workshop: Workshop, tmp_path: Path) -> None:
    """There is nothing to copy."""
    mine = Clone(_unpack(workshop, tmp_path, "mine"))
    assert "Download the workshop again" in mine.kata("update").err
