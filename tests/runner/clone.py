"""A workshop in a repository of its own, and clones of it, as a learner makes them."""

import os
import subprocess
from pathlib import Path

from .checkout import Checkout

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Grace",
    "GIT_AUTHOR_EMAIL": "grace@example.com",
    "GIT_COMMITTER_NAME": "Grace",
    "GIT_COMMITTER_EMAIL": "grace@example.com",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, with nobody's settings, and return what it prints."""
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", *arguments],  # noqa: S607 - whoever tests this has it
        cwd=folder,
        env=os.environ | _NOBODY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def begin(folder: Path) -> None:
    """Make a folder a repository, and commit all that is in it."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "The workshop")


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


class Clone(Checkout):
    """A clone, in which nobody's settings of git count."""

    @classmethod
    def of(cls, source: Path, folder: Path, *options: str) -> "Clone":
        """Clone a repository."""
        git(source, "clone", "--quiet", *options, source.as_uri(), str(folder))
        return cls(folder)

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment, with nobody's settings of git."""
        return super().environment(**_NOBODY | settings)

    def git(self, *arguments: str) -> str:
        """Run git here, and return what it prints."""
        return git(self.root, *arguments)
