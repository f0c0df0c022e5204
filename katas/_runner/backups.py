"""Replaces a learner's files, after it has copied them to `.kata/backups/`.

The new files come from a folder: the start state, or an earlier backup. A backup holds the whole
folder of a kata except Python's caches, so nothing can be lost.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePath

from . import published
from .catalogue import Kata
from .paths import STATE

CACHE = "__pycache__"

_NAME = "%Y-%m-%d_%H-%M-%S_%f"
_PARTIAL = ".partial"


@dataclass(frozen=True)
class Change:
    """A file that `replace` changes; `lines` counts the lines that only the learner's file has.

    `what` is "changed", "added" (the file will be deleted), "missing" (it will be restored), or
    "in the way" (a folder has the file's name, and will be deleted).
    """

    file: PurePath
    what: str
    lines: int


@contextmanager
def start_state(kata: Kata) -> Iterator[Path]:
    """Unpack the start state as published, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="kata-start-") as folder:
        for name, content in published.files(kata.slug).items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)


def newest(kata: Kata, state: Path = STATE) -> Path | None:
    """Return the newest complete backup, if there is one."""
    found = (state / "backups" / kata.slug).glob("[0-9]*[0-9]")
    return max(filter(_is_folder, found), key=lambda folder: folder.name, default=None)


def changes(kata: Kata, wanted: Path, only: Collection[str] = ()) -> list[Change]:
    """Return what `replace` would change. Raises `OSError` if a file cannot be read."""
    theirs, ours = _contents(kata.folder), _contents(wanted)
    found = []
    for file in sorted(theirs.keys() | ours.keys()):
        if only and file.parts[0] not in only:
            continue
        if file not in theirs:
            is_folder = _is_folder(kata.folder / file)
            found.append(Change(file, "in the way" if is_folder else "missing", 0))
        elif theirs[file] != ours.get(file):
            lines = _lines(theirs[file]) - _lines(ours.get(file, b""))
            found.append(Change(file, "changed" if file in ours else "added", lines.total()))
    return found


def back_up(kata: Kata, state: Path = STATE) -> Path:
    """Copy the learner's files to a new backup, and return its folder.

    The folder gets its final name only when all files are on the disk. Raises `OSError`; then no
    part of the backup is left.
    """
    backup = state / "backups" / kata.slug / _next_name(kata, state)
    partial = backup.with_name(f"{backup.name}{_PARTIAL}")
    partial.mkdir(parents=True)
    try:
        _copy(kata.folder, partial)
        partial.rename(backup)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return backup


def _next_name(kata: Kata, state: Path) -> str:
    """Return the present time as a name; if the clock was set back, a name after the newest."""
    now = datetime.now()  # noqa: DTZ005 - the learner's local time
    last = newest(kata, state)
    with suppress(ValueError):  # a folder that this module has not named
        if last:
            last_time = datetime.strptime(last.name, _NAME)  # noqa: DTZ007 - the learner's local time
            now = max(now, last_time + timedelta(microseconds=1))
    return f"{now:{_NAME}}"


def replace(kata: Kata, wanted: Path, only: Collection[str] = ()) -> None:
    """Replace the kata's files by those of another folder. Raises `OSError`, perhaps halfway.

    `only` names the files and folders to replace; if it is empty, all are replaced. The new files
    are first written beside the old ones, so that a full disk changes nothing.
    """
    touched = {change.file.parts[0] for change in changes(kata, wanted, only)}
    kata.folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=kata.folder, prefix=".reset-", ignore_cleanup_errors=True
    ) as folder:
        new = Path(folder)
        _copy(wanted, new)
        coming = touched.intersection(path.name for path in new.iterdir())
        for name in sorted(touched - coming):
            _remove(kata.folder / name)
        for name in sorted(coming):
            if _is_folder(kata.folder / name) or _is_folder(new / name):
                _remove(kata.folder / name)
            (new / name).replace(kata.folder / name)


def _files(folder: Path) -> Iterator[PurePath]:
    """Yield the files and links in a folder, as paths from there. Links are not followed."""
    for place, folders, names in os.walk(folder, onerror=_fail):
        folders[:] = [name for name in folders if name != CACHE]
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in (*names, *links):
            yield Path(place, name).relative_to(folder)


def _fail(error: OSError) -> None:
    """Raise the error, except for a folder that does not exist: it has no files."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _contents(folder: Path) -> dict[PurePath, bytes]:
    return {file: _content(folder / file) for file in _files(folder)}


def _content(file: Path) -> bytes:
    if file.is_symlink():
        return b"link to " + os.fsencode(file.readlink())
    if not file.is_file():
        raise shutil.SpecialFileError(0, "it is neither a file nor a folder", str(file))
    return file.read_bytes()


def _lines(content: bytes) -> Counter[bytes]:
    """Count the lines that are not blank."""
    return Counter(line for line in content.splitlines() if line.strip())


def _copy(source: Path, target: Path) -> None:
    """Copy a folder's files, and wait until they are on the disk."""
    for file in _files(source):
        old, new = source / file, target / file
        new.parent.mkdir(parents=True, exist_ok=True)
        if old.is_symlink():
            new.symlink_to(old.readlink())
            continue
        shutil.copyfile(old, new)
        with new.open("rb+") as written:
            os.fsync(written.fileno())


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
