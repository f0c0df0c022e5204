"""What the result of a run depends on: the kata's files, and what all katas share.

A fingerprint identifies the state of all these files. Results are kept under it, and `kata watch`
runs again when it changes. Files that a run itself writes do not count: bytecode, `.kata/`, and
whatever a learner's code leaves in the kata's folder, such as a database.
"""

import fnmatch
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from . import published
from .catalogue import Kata
from .paths import KATAS, TESTS
from .settings import SERVER

_SHARED = (
    (KATAS / "_runner", "**/*.py"),
    (KATAS / "_runner", "published.zip"),
    (KATAS / "given", "**/*"),
    (TESTS, "[!t]*.py"),  # conftest, stores: not the tests of each kata
    (TESTS / "steps", "**/*.py"),
    (TESTS / "support", "**/*.py"),
)
"""Folders, and a pattern for the files in them that every run reads."""

_HIDDEN = (".", "__pycache__")

_known: dict[str, tuple[tuple[int, ...], bytes]] = {}


def fingerprint(kata: Kata) -> str:
    """Return a digest of everything that a kata's result depends on.

    The kata's own files are read each time, so that an edit of the same length within the same
    second counts, and a new time stamp alone does not.
    """
    digest = hashlib.sha256(shared_fingerprint().encode())
    digest.update(os.environ.get(SERVER, "").encode())
    for path in _own(kata):
        digest.update(os.fsencode(path.name))  # a name may not be valid UTF-8
        digest.update(_content(path))
    return digest.hexdigest()


def shared_fingerprint() -> str:
    """Return a digest of what all katas share, including Python and its packages.

    These files are read again only if their times or sizes have changed.
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(_packages()):
        digest.update(os.fsencode(name))
    for folder, pattern in _SHARED:
        for name in _visible(folder, pattern):
            digest.update(os.fsencode(name))
            digest.update(_known_content(os.path.join(folder, name)))  # noqa: PTH118 - see _visible
    return digest.hexdigest()


def _own(kata: Kata) -> Iterator[Path]:
    """Yield the kata's Python files, its published data files, its feature and its own steps."""
    yield from (kata.folder / name for name in _visible(kata.folder, "**/*.py"))
    yield from (kata.folder / name for name in published.data(kata.slug))
    yield kata.feature
    yield TESTS / f"test_{kata.slug}.py"


def _visible(folder: Path, pattern: str) -> list[str]:
    """Return the files of a folder, by their paths in it, without the hidden ones of editors.

    With `**/` before it, a pattern is for the names in all its folders. There are hundreds of
    files, and this runs before each run: with `Path.glob` it took three to four times as long.
    """
    in_all, _, names = pattern.rpartition("/")
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if in_all and not each.startswith(_HIDDEN)]
        inner = os.path.relpath(place, folder)
        prefix = "" if inner == os.curdir else inner + os.sep
        matching = fnmatch.filter(files, names)
        found += [prefix + each for each in matching if not each.startswith(_HIDDEN)]
    return sorted(found)


def _content(path: Path) -> bytes:
    """Return a file's content; a file that cannot be read counts as empty."""
    with suppress(OSError):
        return path.read_bytes() if path.is_file() else b""
    return b""


def _known_content(path: str) -> bytes:
    """Return the digest of a file, computed again only if its times or size have changed."""
    try:
        found = os.stat(path)  # noqa: PTH116 - see _visible
    except OSError:
        return b""
    state = found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
    if path not in _known or _known[path][0] != state:
        _known[path] = state, hashlib.sha256(_content(Path(path))).digest()
    return _known[path][1]


def _packages() -> Iterable[str]:
    """Return the installed packages with their versions, as their `.dist-info` folders."""
    names: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names |= {name for name in os.listdir(place or ".") if name.endswith(".dist-info")}  # noqa: PTH208 - faster for thousands of names
    return names
