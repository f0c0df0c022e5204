"""Whether this checkout is a clone that can be updated now, and what it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from katas._runner.paths import ROOT

from . import git

_UNFINISHED = {
    "MERGE_HEAD": ("A merge", "finish it with `git commit`", "git merge --abort"),
    "rebase-merge": ("A rebase", "finish it (`git rebase --continue`)", "git rebase --abort"),
    "rebase-apply": ("A rebase", "finish it (`git rebase --continue`)", "git rebase --abort"),
    "CHERRY_PICK_HEAD": (
        "A cherry-pick",
        "finish it (`git cherry-pick --continue`)",
        "git cherry-pick --abort",
    ),
    "REVERT_HEAD": ("A revert", "finish it (`git revert --continue`)", "git revert --abort"),
    "BISECT_LOG": ("A bisect", "finish it", "git bisect reset"),
}

OTHER = "other"
"""Instead of a content: it is a folder, a link, or something else without content."""


class NotNowError(Exception):
    """Raised when something must be finished first. The message says what, and how."""


class NoCloneError(Exception):
    """Raised when the checkout is not a clone, but for example an unpacked archive."""


@dataclass(frozen=True)
class Entry:
    """A file in a commit or in the index: its mode and its content, as git names them."""

    mode: str
    blob: str


Files = dict[str, Entry]


def check() -> str:
    """Return the last commit. Raises `NoCloneError`, `NotNowError`, `git.GitError`."""
    git.run("--version")  # raises if there is no git
    if not (ROOT / ".git").exists():
        raise NoCloneError
    top = git.run("rev-parse", "--show-toplevel").rstrip("\n")
    if not ROOT.samefile(top):  # a parent folder is another repository
        raise NoCloneError
    for name, (what, finish, give_up) in _UNFINISHED.items():
        if _in_git(name).exists():
            raise NotNowError(
                f"{what} is not finished here: `git status` shows it.\n"
                f"Either {finish},\nor give it up with `{give_up}`. Then run `kata update` again."
            )
    if git.run("ls-files", "--unmerged"):
        raise NotNowError(
            "Some files have a merge conflict: `git status` lists them.\n"
            "Solve it, `git add` the files, and run `kata update` again."
        )
    lock = _in_git("index.lock")
    if lock.exists():
        raise NotNowError(
            f"Another git is running here. If it is not, remove this file, and try again:\n  {lock}"
        )
    try:
        return git.run("rev-parse", "--verify", "HEAD^{commit}").strip()
    except git.GitError:
        raise NoCloneError from None


def _in_git(name: str) -> Path:
    return ROOT / git.run("rev-parse", "--git-path", name).strip()


def is_on_branch() -> bool:
    """Return whether new commits belong to a branch."""
    return git.is_true("symbolic-ref", "--quiet", "HEAD")


def committed(commit: str) -> Files:
    """Return the files of a commit, by path."""
    listed = git.fields(git.run("ls-tree", "-r", "-z", "--full-tree", commit))
    found = {}
    for mode, _, blob, path in (line.replace("\t", " ", 1).split(" ", 3) for line in listed):
        found[path] = Entry(mode, blob)
    return found


def staged() -> Files:
    """Return the files of the index, by path."""
    listed = git.fields(git.run("ls-files", "--stage", "-z"))
    found = {}
    for mode, blob, _, path in (line.replace("\t", " ", 1).split(" ", 3) for line in listed):
        found[path] = Entry(mode, blob)
    return found


def working(paths: Iterable[str]) -> dict[str, str]:
    """Return the contents of the existing files, as the names that git would give them.

    Raises `git.GitError` if one cannot be read.
    """
    found, plain = {}, []
    for path in paths:
        place = ROOT / path
        if place.is_file() and not place.is_symlink():
            plain.append(path)
        elif place.exists() or place.is_symlink():
            found[path] = OTHER
    if plain:
        blobs = git.run("hash-object", "--stdin-paths", stdin="\n".join((*plain, ""))).split()
        found |= dict(zip(plain, blobs, strict=True))
    return found
