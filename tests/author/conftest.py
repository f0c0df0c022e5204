"""A repository for authors, with its wrong solutions."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from katas._runner.paths import ROOT
from katas._runner.published import published

_LEAVE_OUT = shutil.ignore_patterns("*.svg", "*.pyc.*")
"""The last are bytecode that another process is writing. What is complete saves much time."""


@dataclass(frozen=True)
class Repository:
    """An author's working copy; `root` is its top folder."""

    root: Path

    def author(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        """Run an author's command, and return its exit code and its output."""
        done = subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, "-X", "utf8", "-m", "tests.author", *arguments],
            cwd=self.root,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            input=typed.encode(),
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode().replace("\r\n", "\n")
        assert "Traceback" not in said
        return done.returncode, said

    def publish(self, kata: str) -> None:
        """Publish the start states; a kata loses gaps on purpose."""
        command = [sys.executable, "-m", "katas._runner.published", kata]
        subprocess.run(command, cwd=self.root, check=True)  # noqa: S603 - our own arguments

    def git(self, *arguments: str) -> None:
        """Call git."""
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
        subprocess.run(["git", *who, *arguments], cwd=self.root, check=True)  # noqa: S603, S607 - the arguments are this test's own

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file, which must contain it."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8", newline="\n")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "checkout"
    for folder in ("katas", "solutions", "features", "tests", ".github"):
        shutil.copytree(ROOT / folder, root / folder, ignore=_LEAVE_OUT)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, root)
    for name, content in published().items():
        (root / "katas" / name).write_bytes(content)
    return Repository(root)
