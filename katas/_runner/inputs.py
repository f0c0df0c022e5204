"""What the result of a run depends on: the kata's files, and what all katas share.

A fingerprint names the state of all of it. A result is kept under one, and `kata watch` runs again
when it changes. What a run itself may write has no part in it: bytecode, `.kata/`, and whatever a
learner's code leaves in the kata's folder, such as a database.
"""

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
"""Folders, and which of their files every run reads."""

_known: dict[Path, tuple[tuple[int, ...], bytes]] = {}


def fingerprint(kata: Kata) -> str:
    """Return a name for the state of everything that a kata's result depends on.

    The kata's own files are read each time, so that an edit of the same length within the same
    second counts, and a new time stamp alone does not.
    """
    digest = hashlib.sha256(shared_fingerprint().encode())
    digest.update(os.environ.get(SERVER, "").encode())
    for path in _own(kata):
        digest.update(os.fsencode(path.name))  # a name may be no UTF-8
        digest.update(_content(path))
    return digest.hexdigest()


def shared_fingerprint() -> str:
    """Return a name for the state of what all katas share, Python and its packages included.

    These files are read again where their times or sizes have changed.
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(_packages()):
        digest.update(os.fsencode(name))
    for folder, pattern in _SHARED:
        for path in _visible(folder, pattern):
            digest.update(os.fsencode(path.relative_to(folder)))
            digest.update(_known_content(path))
    return digest.hexdigest()


def _own(kata: Kata) -> Iterator[Path]:
    """The kata's Python files, its published data files, its feature and the steps for it alone."""
    yield from _visible(kata.folder, "**/*.py")
    yield from (kata.folder / name for name in published.data(kata.slug))
    yield kata.feature
    yield TESTS / f"test_{kata.slug}.py"


def _visible(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder, without the hidden ones that editors put beside them."""
    hidden = (".", "__pycache__")
    try:
        found = sorted(folder.glob(pattern))
    except OSError:  # the folder vanishes at this moment
        return []
    return [
        path
        for path in found
        if not any(part.startswith(hidden) for part in path.relative_to(folder).parts)
    ]


def _content(path: Path) -> bytes:
    """What is in a file; what cannot be read counts as empty."""
    with suppress(OSError):
        return path.read_bytes() if path.is_file() else b""
    return b""


def _known_content(path: Path) -> bytes:
    """A digest of a file's content, worked out anew when its times or its size change."""
    try:
        found = path.stat()
    except OSError:
        return b""
    state = found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
    if path not in _known or _known[path][0] != state:
        _known[path] = state, hashlib.sha256(_content(path)).digest()
    return _known[path][1]


def _packages() -> Iterable[str]:
    """The installed packages with their versions, by the folders that tell of them."""
    names: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names |= {name for name in os.listdir(place or ".") if name.endswith(".dist-info")}  # noqa: PTH208 - names alone, of thousands
    return names
