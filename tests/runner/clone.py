"""A repository of the workshop, and clones of it, as learners have them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .checkout import Checkout
from .learner import SLUG

REMARK = "# A clerk writes an order.\n"
ORDER = f"katas/{SLUG}/order.py"
BRIEF = f"katas/{SLUG}/README.md"

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Grace",
    "GIT_AUTHOR_EMAIL": "grace@example.com",
    "GIT_COMMITTER_NAME": "Grace",
    "GIT_COMMITTER_EMAIL": "grace@example.com",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, without personal settings, and return its output."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        ["git", *arguments],  # noqa: S607 - these tests need git
        cwd=folder,
        env=os.environ | _NOBODY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def begin(folder: Path) -> None:
    """Make a folder a repository, and commit everything in it.

    It is packed, as what a server sends: a clone then takes a fifth of the time.
    """
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "The workshop")
    git(folder, "repack", "-a", "-d", "--quiet")


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


class Clone(Checkout):
    """A clone that ignores personal settings of git."""

    @classmethod
    def of(cls, source: Path, folder: Path, *options: str) -> "Clone":
        """Clone a repository."""
        git(source, "clone", "--quiet", *options, source.as_uri(), str(folder))
        return cls(folder)

    def environment(self, **settings: str) -> dict[str, str]:
        """Return the environment, without personal settings of git."""
        return super().environment(**_NOBODY | settings)

    def git(self, *arguments: str) -> str:
        """Run git here, and return its output."""
        return git(self.root, *arguments)


class Workshop:
    """The workshop's own repository, which its authors change."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, change: Callable[[str], str]) -> None:
        """Change a file, which may be new."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(change(before), "utf-8", newline="\n")

    def publish(self, *katas: str) -> None:
        """Publish the start states, and commit everything; `katas` lose gaps on purpose."""
        command = [sys.executable, "-m", "katas._runner.published", *katas]
        subprocess.run(command, cwd=self.root, check=True)  # noqa: S603 - our own arguments
        commit(self.root, "Message")

    def change_start_state(self) -> None:
        """Add a line to k01's start state, its brief and its feature."""
        self.write(ORDER, lambda text: text.replace("class Order", f"{REMARK}class Order"))
        self.write(BRIEF, lambda text: text.replace("## Rules", "New in the brief.\n\n## Rules"))
        self.write(f"features/{SLUG}.feature", lambda text: f"# Looked through.\n{text}")
        self.write(
            ".github/CHANGELOG.md", lambda text: f"{text}- k01 has a remark, which goes\n  on.\n"
        )
        self.publish()


def kept(clone: Checkout, name: str) -> list[str]:
    """Return the versions of a file in the backups, the oldest first."""
    found = sorted((clone.state / "backups").rglob(name))
    return [path.read_text("utf-8") for path in found]


def is_newest(clone: Clone, workshop: Workshop) -> bool:
    """Return whether HEAD contains the workshop's last commit, and nothing is staged."""
    newest = git(workshop.root, "rev-parse", "HEAD").strip()
    clone.git("merge-base", "--is-ancestor", newest, "HEAD")
    return not clone.git("diff", "--cached", "--name-only")


def commit_order(mine: Clone, content: str) -> None:
    """Write and commit k01's file."""
    mine.order.write_text(content, "utf-8")
    commit(mine.root, content)
