"""Calls git in the checkout, without settings that could change what it does."""

import os
import shutil
import subprocess

from katas._runner.paths import ROOT
from katas._runner.terminal import is_attended

_SETTINGS = (
    f"core.hooksPath={os.devnull}",  # a learner's hooks are for their own commits
    "core.fsmonitor=false",
    "gc.auto=0",
    "http.lowSpeedLimit=1000",  # bytes a second, for
    "http.lowSpeedTime=30",  # seconds: a slower network counts as none
)

_OTHER_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_WORK_TREE",
)
"""Variables that git sets for its hooks; inside a hook, they name another repository."""


class GitError(Exception):
    """Raised when git fails. The message is git's own."""


class NoGitError(GitError):
    """Raised when git is not installed."""


def run(*arguments: str, stdin: str = "", **environment: str) -> str:
    """Return what git prints on stdout. Raises `GitError`, and `NoGitError` without git."""
    return run_bytes(*arguments, stdin=stdin, **environment).decode("utf-8", "surrogateescape")


def run_bytes(*arguments: str, stdin: str = "", **environment: str) -> bytes:
    """Return what git prints on stdout, as bytes. Raises the same errors as `run`."""
    command = shutil.which("git")
    if command is None:
        raise NoGitError("git is not installed")
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    done = subprocess.run(
        [command, *settings, *arguments],
        cwd=ROOT,
        env=_environment() | environment,
        input=stdin.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or arguments[0])
    return done.stdout


def is_true(*arguments: str) -> bool:
    """Return whether git answers yes, by its exit code. Raises `NoGitError`."""
    try:
        run(*arguments)
    except NoGitError:
        raise
    except GitError:
        return False
    return True


def fields(text: str) -> list[str]:
    """Split the output of git's option `-z`."""
    return text.split("\0")[:-1]


def _environment() -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if name not in _OTHER_REPOSITORY}
    kept |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    return kept if is_attended() else kept | {"GIT_TERMINAL_PROMPT": "0"}
