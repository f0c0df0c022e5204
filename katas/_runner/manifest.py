"""What all katas share and nobody edits, as it was published: a digest of each file.

Such a file may be altered by accident, and then a scenario fails for no fault of the learner's. The
digests are in `published.sha256`, as `sha256sum` writes them; `python -m katas._runner.published`
writes them, too. They are looked at only after something has failed. The command's own files have
none: they change with nearly every commit, and a fault in them tells where it is.
"""

import codecs
import re
from pathlib import Path

from .paths import FEATURES, KATAS, ROOT, TESTS, in_repository

_LIST = Path(__file__).with_name("published.sha256")

_SHARED = (
    (KATAS, "__init__.py"),
    (KATAS / "given", "**/*.py"),
    (KATAS / "_roastery", "**/*.py"),
    (FEATURES, "*.feature"),
    (TESTS, "[!t]*.py"),  # conftest, options, stores
    (TESTS, "test_k*.py"),
    (TESTS / "steps", "**/*.py"),
    (TESTS / "support", "**/*.py"),
)
"""Folders, and which of their files have a digest."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_OF_A_KATA = re.compile(r"(?:features/|tests/test_)(k\d+_\w+)\.\w+")


def normalized(content: bytes) -> bytes:
    """A text as it counts: editors and git change ends of lines, and a byte order mark, unasked."""
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def altered(slug: str = "") -> list[str]:
    """The files that are missing or not as published, by path from the top of the checkout.

    Those of other katas are left out, if one is named. A list that cannot be read is altered.
    """
    try:
        published = _published()
    except (OSError, ValueError):
        return [in_repository(_LIST)]
    return [
        name
        for name, digest in published.items()
        if _is_needed(name, slug) and _digest_of(ROOT / name) != digest
    ]


def is_altered(name: str) -> bool:
    """Whether a file has a digest, and another one than it had."""
    try:
        digest = _published().get(name)
    except (OSError, ValueError):
        return False
    return digest is not None and _digest_of(ROOT / name) != digest


def is_as_published(name: str, content: bytes) -> bool | None:
    """Whether a content is what was published under a name; None where nobody can tell."""
    try:
        digest = _published().get(name)
    except (OSError, ValueError):
        return None
    return None if digest is None else _digest(content) == digest


def lagging() -> list[str]:
    """The files whose digest is not that of the working copy, those that have come or gone too."""
    try:
        published = _published()
    except (OSError, ValueError):
        return [in_repository(_LIST)]
    here = _working_copy()
    return sorted(
        name for name in published.keys() | here.keys() if published.get(name) != here.get(name)
    )


def write() -> None:
    """Make the working copy what is published."""
    lines = [f"{digest}  {name}\n" for name, digest in _working_copy().items()]
    _LIST.write_text("".join(lines), "utf-8", newline="\n")


def _published() -> dict[str, str]:
    """The digests by path. Raises `OSError`, or `ValueError` for what is no such list."""
    lines = [_LINE.fullmatch(line) for line in _LIST.read_text("utf-8").splitlines()]
    if not lines or None in lines:
        raise ValueError(f"{_LIST} is no list of digests")
    return {line[2]: line[1] for line in lines if line}


def _working_copy() -> dict[str, str]:
    paths = [path for folder, pattern in _SHARED for path in folder.glob(pattern)]
    names = sorted(in_repository(path) for path in paths if path.is_file())
    return {name: _digest_of(ROOT / name) for name in names}


def _is_needed(name: str, slug: str) -> bool:
    """Whether a run of the kata reads the file: no feature and no test of another one."""
    kata = _OF_A_KATA.fullmatch(name)
    return not (slug and kata) or kata[1] == slug


def _digest_of(path: Path) -> str:
    """A file's digest, nothing for one that cannot be read."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    import hashlib  # noqa: PLC0415 - it takes longer than all else here, and few runs need it

    return hashlib.sha256(normalized(content)).hexdigest()
