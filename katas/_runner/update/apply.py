"""Applies a plan: the one place where an update changes something.

All new files are first written to a temporary folder, so that a full disk changes nothing. Then
they replace the old ones by renaming, which needs no space. The old files are moved aside, and come
back if anything fails. Ctrl-C waits until this is done.
"""

import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from katas._runner import backups, catalogue
from katas._runner.paths import ROOT, STATE
from katas._runner.scratch import scratch_folder

from . import git
from .plan import Plan, kata_of
from .state import Entry

_NAME = "%Y-%m-%d_%H-%M-%S_%f"


def back_up(plan: Plan) -> list[Path]:
    """Back up the learner's changed files that the update affects, and return the backups.

    A kata's folder is backed up as by `kata reset`. Raises `OSError`, `git.GitError`.
    """
    touched = {kata_of(path) for path in (*plan.kept, *plan.replaced, *plan.moved)}
    known = [kata for kata in catalogue.katas() if kata.slug in touched]
    kept = [backups.back_up(kata) for kata in known if kata.folder.is_dir()]
    folder = STATE / "backups" / "workshop" / f"{datetime.now():{_NAME}}"  # noqa: DTZ005 - local time
    for path in plan.replaced:
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, copy, symlinks=True)
        else:
            shutil.copyfile(ROOT / path, copy, follow_symlinks=False)
    for path, blob in plan.lost_stage.items():
        copy = folder / f"{path}.staged"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(git.run_bytes("cat-file", "blob", blob))
    return [*kept, folder] if folder.exists() else kept


def apply(plan: Plan) -> None:
    """Change the folder, the index and the branch as planned, or change nothing.

    Raises `OSError` or `git.GitError` if nothing was changed.
    """
    with scratch_folder("update") as folder:
        coming, gone = folder / "coming", folder / "gone"
        _write_beside(plan, coming, folder / "index")
        commit = _commit(plan, folder / "index")
        with _undisturbed(), ExitStack() as undo:
            _exchange(plan, coming, gone, undo)
            git.run("update-ref", "-m", "kata update", "HEAD", commit, plan.head)
            undo.callback(git.run, "update-ref", "HEAD", plan.head, commit)
            _stage(plan.restaged)
            undo.pop_all()
    with suppress(git.GitError):  # its exit code only says that files differ
        git.run("update-index", "-q", "--refresh")


def _write_beside(plan: Plan, folder: Path, index: Path) -> None:
    """Write the new files as git would check them out, with its line ends."""
    folder.mkdir()
    git.run("read-tree", plan.target, GIT_INDEX_FILE=str(index))
    git.run(
        "checkout-index", "-z", "--stdin", f"--prefix={folder.as_posix()}/",
        stdin="".join(f"{path}\0" for path in plan.written),
        GIT_INDEX_FILE=str(index),
    )  # fmt: skip
    for path, to in plan.moved.items():
        (folder / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / to, follow_symlinks=False)
    index.unlink()


def _commit(plan: Plan, index: Path) -> str:
    """Return the commit to go to: the new one, or its merge with the learner's commits."""
    if plan.is_fast_forward:
        return plan.target
    git.run("read-tree", plan.head, GIT_INDEX_FILE=str(index))
    _stage(plan.final, GIT_INDEX_FILE=str(index))
    tree = git.run("write-tree", GIT_INDEX_FILE=str(index)).strip()
    return git.run(
        "commit-tree", tree, "-p", plan.head, "-p", plan.target, "-m", "Merge by `kata update`",
        **_somebody(),
    ).strip()  # fmt: skip


def _somebody() -> dict[str, str]:
    """Return an author for the commit if git knows none, as in a new container."""
    if git.is_true("var", "GIT_COMMITTER_IDENT"):
        return {}
    roles = ("AUTHOR", "COMMITTER")
    return {f"GIT_{role}_NAME": "kata update" for role in roles} | {
        f"GIT_{role}_EMAIL": "kata@localhost" for role in roles
    }


def _stage(entries: dict[str, Entry | None], **environment: str) -> None:
    """Put entries into an index, all at once. Removed ones first: a new one may need the name."""
    none = "0" * 40
    going = [f"0 {none}\t{path}\0" for path, entry in entries.items() if entry is None]
    coming = [f"{entry.mode} {entry.blob}\t{path}\0" for path, entry in entries.items() if entry]
    git.run("update-index", "-z", "--index-info", stdin="".join(going + coming), **environment)


def _exchange(plan: Plan, coming: Path, gone: Path, undo: ExitStack) -> None:
    """Replace the files, and record in `undo` how each comes back."""
    for path in plan.removed:
        _put_aside(path, gone, undo)
        _prune(ROOT / path)
    for path in (*plan.written, *plan.moved.values()):
        _put_aside(path, gone, undo)
        _move(coming / path, ROOT / path)
        undo.callback((ROOT / path).unlink)


def _put_aside(path: str, gone: Path, undo: ExitStack) -> None:
    if (ROOT / path).is_symlink() or (ROOT / path).is_file():
        _move(ROOT / path, gone / path)
        undo.callback(_move, gone / path, ROOT / path)


def _move(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    source.replace(to)


def _prune(path: Path) -> None:
    """Remove the folders that a file has left empty."""
    for folder in path.relative_to(ROOT).parents[:-1]:
        place = ROOT / folder
        if not place.is_dir() or {each.name for each in place.iterdir()} - {backups.CACHE}:
            return
        shutil.rmtree(place)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait, because a half-done update would be useless. It takes a moment."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
