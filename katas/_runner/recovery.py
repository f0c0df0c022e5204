"""Finds a command that brings back a missing or damaged file of the checkout, and works here.

`kata reset` brings back the published files of a kata; it needs no git, and keeps a backup. All
other files may be in git: in the index, in the last commit, or before the commit that deleted them.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from . import manifest
from .entry import quoted
from .paths import KATAS, ROOT, UnusableFileError, are_inside, from_here, in_repository

_MOST_FILES = 3
"""How many files a message names at most."""

_MOST_COMMITS = 30
"""How many of a file's last commits are searched."""

_TIMEOUT = 10
"""Seconds that git may take to answer; a network drive may be slow."""


def how(*paths: Path | str) -> str:
    """Return how to bring back files or folders: the end of a sentence, and commands.

    Each command is on a line of its own.
    """
    files = [in_repository(ROOT / path) for path in paths]
    commands = [_command(file) for file in files]
    if all(commands):
        return ":" + "".join(f"\n  `{command}`" for command in dict.fromkeys(commands))
    names = ", ".join(files)
    return f":\n  clone or download the workshop again elsewhere,\n  and copy from there: {names}"


def changed(*paths: Path | str) -> list[Path | str]:
    """Return the paths that differ from git's last commit; all of them if git cannot tell."""
    return [path for path in paths if _differs("HEAD", "--", in_repository(ROOT / path))]


def first_names(files: list[str]) -> str:
    """Name the first of many files, and say how many more there are."""
    rest = len(files) - _MOST_FILES
    return ", ".join(files[:_MOST_FILES]) + (f" and {rest} more" if rest > 0 else "")


def unless_on_purpose(files: list[str]) -> str:
    """Return how to bring back files that nobody edits: a sentence, and a few commands."""
    it = "it" if len(files) == 1 else "them"
    return f"if you have not changed {it} on purpose, bring {it} back{how(*files[:_MOST_FILES])}"


def _command(file: str) -> str | None:
    """Return the command that brings a file or folder back; git keeps a learner's own work."""
    kept = _kept(file)
    published = _published(file)
    if published is not None and not (kept and _is_work(kept, published)):
        return _reset(file)
    return kept.command if kept else None


def _published(file: str) -> bytes | None:
    """Return what was published under a path in `katas/`; empty bytes for a kata's folder."""
    from . import published  # noqa: PLC0415 - it may be damaged itself

    top, slug, name = (*file.split("/", 2), "", "")[:3]
    try:
        files = published.files(slug) if top == KATAS.name and slug[1:3].isdecimal() else {}
    except UnusableFileError:
        return None
    return files.get(name) if name else b"" if files else None


def _reset(file: str) -> str:
    """Return the `kata reset` command. If the folder is gone, it brings back the whole folder."""
    _, slug, *rest = file.split("/", 2)
    names = rest if (KATAS / slug).is_dir() else []
    return " ".join(["kata", "reset", slug.partition("_")[0], *names])


@dataclass(frozen=True)
class _Kept:
    """A version of a file in git: its name there, and the command that brings it back."""

    name: str
    command: str


def _is_work(kept: _Kept, published: bytes) -> bool:
    """Return whether a learner edits the file, and has committed changes of their own."""
    content = _git("show", kept.name)  # with line feeds at all line ends
    if b"TODO" not in published or content is None:
        return False
    return content.splitlines() != published.decode().splitlines()


def _kept(file: str) -> _Kept | None:
    """Return the version in git that is to come back, if there is one."""
    version = _best(file)
    if version is None:
        return None
    revision, arguments = version
    git, place = ("git", from_here(file)) if are_inside() else (f"git -C {quoted(ROOT)}", file)
    words = arguments.replace("FILE", quoted(place))
    return _Kept(f"{revision}:./{file}", f"{git} {words}")


def _best(file: str) -> tuple[str, str] | None:
    """Return the newest version that is not known to be altered; if there is none, the newest."""
    last = next(_versions(file), None)
    versions = chain(_versions(file), _history(file))
    return next((each for each in versions if _is_published(each[0], file)), last)


def _is_published(revision: str, file: str) -> bool:
    """Return whether a version in git is what was published, as far as this is known."""
    content = _git("show", f"{revision}:./{file}") or ""
    return manifest.is_as_published(file, content.encode()) is not False


def _versions(file: str) -> Iterator[tuple[str, str]]:
    """Yield where git has other versions, the best first, and arguments that bring each back."""
    entries = _git("ls-files", "-t", "--", file)
    if entries is None:  # there is no git, or this is no clone
        return
    if any(entry.startswith("S ") for entry in entries.splitlines()):
        yield "", "sparse-checkout disable"
    lost = _git("diff", "--cached", "--name-only", "--no-renames", "--diff-filter=DU", "--", file)
    if lost == "" and _differs("--", file):
        yield "", "restore FILE"
    kind = "blob" if Path(file).suffix else "tree"
    is_committed = _kind(f"HEAD:./{file}") == kind
    if is_committed and _differs("--no-renames", "HEAD", "--", file):
        yield "HEAD", "checkout HEAD -- FILE"
    if is_committed and kind == "tree":
        return  # nothing of it is lost
    before = f"{(_git('log', '-1', '--format=%h', '--', file) or '').strip()}~1"
    if _kind(f"{before}:./{file}") == kind:
        yield before, f"checkout {before} -- FILE"


def _history(file: str) -> Iterator[tuple[str, str]]:
    """Yield the commits that changed a file, the last first, and arguments that bring it back.

    For a file without a digest there are none: the versions from `_versions` are good enough.
    """
    if manifest.is_altered(file):
        for commit in (_git("log", f"-{_MOST_COMMITS}", "--format=%h", "--", file) or "").split():
            yield commit, f"checkout {commit} -- FILE"


def _differs(*what: str) -> bool:
    """Return whether files differ from the index, or from the named commit."""
    return _git("diff", "--quiet", *what) is None


def _kind(name: str) -> str | None:
    """Return what git has under a name: a `blob` (a file), a `tree` (a folder), or None."""
    return (_git("cat-file", "-t", name) or "").strip() or None


def _git(*arguments: str) -> str | None:
    """Return what git answers in the checkout; None if it fails or says no."""
    command = shutil.which("git")
    if command is None:
        return None
    try:
        done = subprocess.run(
            [command, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
