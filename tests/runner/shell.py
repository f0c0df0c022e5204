"""A shell in a checkout, in which tests follow the advice of messages."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from .checkout import Answer, Checkout

_SCRIPT = """#!/bin/sh
exec {python} -P -c {start} {module} "$@"
"""
"""Like an installed script: Python does not import from the current folder (-P)."""

_START = """\
import os, runpy, sys
del sys.argv[0]
path = os.environ.get("PYTHONPATH")
sys.path.insert(len(path.split(os.pathsep)) if path else 0, {root!r})
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Lets Python find the checkout as if it was installed: after the folders in PYTHONPATH."""

_AUTHOR = ["-c", "user.name=Mina", "-c", "user.email=mina@example.com"]


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder, and return its output."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        ["git", *_AUTHOR, *arguments],  # noqa: S607 - CI has git
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def commit(root: Path, message: str = "as it is now") -> None:
    """Commit everything, in a repository that is created if necessary."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
        (root / ".gitignore").write_text("__pycache__/\n.kata/\n", "utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


class Shell:
    """A shell in which `kata` and `pytest` are those of a checkout.

    `settings` are additional variables of its environment.
    """

    def __init__(self, checkout: Checkout, folder: Path, **settings: str) -> None:
        self._checkout = checkout
        self._settings = settings
        self.folder = checkout.root
        self.scripts = folder
        folder.mkdir()
        start = _START.format(root=str(checkout.root))
        for name, module in (("kata", "katas._runner"), ("pytest", "pytest")):
            script = folder / name
            words = {"start": shlex.quote(start), "python": shlex.quote(sys.executable)}
            script.write_text(_SCRIPT.format(module=module, **words), "utf-8")
            script.chmod(0o755)

    def run(self, command: str, typed: str = "") -> Answer:
        """Run a command line to the end, and check that it shows no traceback."""
        path = os.pathsep.join([str(self.scripts), os.environ["PATH"]])
        done = subprocess.run(  # noqa: S603 - the command under test
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self._checkout.environment(**(self._settings | {"PATH": path})),
            input=typed,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)
