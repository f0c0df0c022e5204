"""A checkout in a folder of its own, as a learner has it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect

from katas._runner.paths import ROOT
from katas._runner.postgres import BORROWED
from katas._runner.published import published

from .forks import Program
from .learner import SLUG, order

_LEAVE_OUT = shutil.ignore_patterns(
    "runner", "wrong", "right", "bench", "author", "*.svg", "*.pyc.*"
)
"""The last are bytecode that another process is writing. What is complete saves much time."""

_COMMAND = os.path.join("", "katas", "_runner", "")  # noqa: PTH118 - a part of a path

_TYPED = b"7\n" * 99
"""Input that no command should ask for."""


@dataclass(frozen=True)
class Answer:
    """The answer of a command."""

    code: int
    out: str
    err: str

    @classmethod
    def of(cls, code: int, out: bytes, err: bytes) -> "Answer":
        """Return the answer with an exit code, from what was printed."""
        texts = (each.decode("utf-8", "replace").replace("\r\n", "\n") for each in (out, err))
        return cls(code, *texts)

    @property
    def said(self) -> str:
        """Its whole output."""
        return self.out + self.err

    def json(self) -> dict[str, Any]:
        """Return its output as JSON."""
        document: dict[str, Any] = json.loads(self.out)
        return document


class Checkout:
    """A checkout of the repository; `order` is the file to edit in k01."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.order = root / "katas" / SLUG / "order.py"
        self.state = root / ".kata"

    @classmethod
    def make(cls, root: Path) -> "Checkout":
        """Copy what a learner needs; their files are as they were published."""
        for folder in ("katas", "solutions", "features", "tests"):
            shutil.copytree(ROOT / folder, root / folder, ignore=_LEAVE_OUT)
        shutil.copy(ROOT / "pyproject.toml", root)
        for name, content in published().items():
            (root / "katas" / name).parent.mkdir(exist_ok=True)
            (root / "katas" / name).write_bytes(content)
        return cls(root)

    @classmethod
    def copy(cls, pristine: Path, root: Path) -> "Checkout":
        """Copy a checkout. The command's modules and all bytecode are links to the same files.

        Whoever changes such a module deletes it first. Python replaces bytecode as a whole.
        """
        return cls(shutil.copytree(pristine, root, copy_function=_copy_or_link))

    def solve(self) -> None:
        """Solve k01."""
        self.order.write_text(order(), "utf-8")

    def bring_wrong_solutions(self) -> None:
        """Copy the wrong solutions, which most tests do not need."""
        shutil.copytree(ROOT / "tests" / "wrong", self.root / "tests" / "wrong")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of `kata` in this checkout."""
        return [sys.executable, "-m", "katas._runner", *arguments]

    def environment(self, **settings: str) -> dict[str, str]:
        """Return the environment, for 80 columns and UTF-8, without the server of these tests."""
        unwanted = {"FORCE_COLOR", "NO_COLOR", "PYTHONDONTWRITEBYTECODE", BORROWED}
        theirs = {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **settings}
        kept = {name: text for name, text in os.environ.items() if name not in unwanted}
        return kept | theirs

    @contextmanager
    def terminal(
        self, *arguments: str, size: tuple[int, int] = (40, 80), **settings: str
    ) -> Iterator["pexpect.spawn[str]"]:
        """Run the command in a pseudo-terminal of so many rows and columns."""
        command, *rest = self.command(*arguments)
        screen = pexpect.spawn(
            command,
            rest,
            cwd=str(self.root),
            env=self.environment(TERM="xterm-256color", **settings),
            dimensions=size,
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
        )
        try:
            yield screen
        finally:
            screen.close(force=True)

    def kata(self, *arguments: str, **settings: str) -> Answer:
        """Run the command to the end, and check that it shows no traceback."""
        program = Program("katas._runner", arguments, self.root, self.environment(**settings))
        answer = Answer.of(*program.run(_TYPED))
        assert "Traceback" not in answer.said
        assert "command itself has failed" not in answer.said
        return answer

    def pytest(self, *arguments: str, folder: str = ".", **settings: str) -> Answer:
        """Run pytest to the end, in a folder of the checkout."""
        done = subprocess.run(  # noqa: S603 - our own arguments
            [str(Path(sys.executable).with_name("pytest")), *arguments],
            cwd=self.root / folder,
            env=self.environment(**settings),
            input=_TYPED,
            capture_output=True,
            timeout=180,
            check=False,
        )
        return Answer.of(done.returncode, done.stdout, done.stderr)


def linked(root: Path) -> dict[Path, bytes]:
    """Return the content of the modules in a checkout that its copies share."""
    return {path: path.read_bytes() for path in (root / "katas" / "_runner").rglob("*.py")}


def _copy_or_link(source: str, target: str) -> None:
    if source.endswith(".pyc") or (source.endswith(".py") and _COMMAND in source):
        with suppress(OSError):  # some file systems have no links
            os.link(source, target)
            return
    shutil.copy2(source, target)
