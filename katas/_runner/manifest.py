"""Digests of the files that all katas share and nobody edits, as they were published.

Such a file may be changed by accident. Then a scenario fails without a mistake of the learner.
`python -m katas._runner.published` writes the digests to `published.sha256`, in the format of
`sha256sum`. They are checked only after something has failed. The command's own files have no
digests: they change with nearly every commit, and an error in them already says where it is.
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
"""Folders, and a pattern for the files in them that have a digest."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_OF_A_KATA = re.compile(r"(?:features/|tests/test_)(k\d+_\w+)\.\w+")


def normalized(content: bytes) -> bytes:
    """Normalize line ends and a byte order mark, which editors and git change unasked."""
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def altered(slug: str = "") -> list[str]:
    """Return the files that are missing or not as published, by path from the top of the checkout.

    If a kata is named, the files of other katas are left out. If the list of digests cannot be
    read, the list itself is returned.
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
    """Return whether a file has a published digest, and its content does not match."""
    try:
        digest = _published().get(name)
    except (OSError, ValueError):
        return False
    return digest is not None and _digest_of(ROOT / name) != digest


def is_as_published(name: str, content: bytes) -> bool | None:
    """Return whether a content is what was published under a name; None if that is not known."""
    try:
        digest = _published().get(name)
    except (OSError, ValueError):
        return None
    return None if digest is None else _digest(content) == digest


def lagging() -> list[str]:
    """Return the files that differ from their published digest, also new and deleted ones."""
    try:
        published = _published()
    except (OSError, ValueError):
        return [in_repository(_LIST)]
    here = _working_copy()
    return sorted(
        name for name in published.keys() | here.keys() if published.get(name) != here.get(name)
    )


def write() -> None:
    """Publish the digests of the working copy."""
    lines = [f"{digest}  {name}\n" for name, digest in _working_copy().items()]
    _LIST.write_text("".join(lines), "utf-8", newline="\n")


def _published() -> dict[str, str]:
    """Return the digests by path. Raises `OSError`, or `ValueError` if the list is damaged."""
    lines = [_LINE.fullmatch(line) for line in _LIST.read_text("utf-8").splitlines()]
    if not lines or None in lines:
        raise ValueError(f"{_LIST} is no list of digests")
    return {line[2]: line[1] for line in lines if line}


def _working_copy() -> dict[str, str]:
    paths = [path for folder, pattern in _SHARED for path in folder.glob(pattern)]
    names = sorted(in_repository(path) for path in paths if path.is_file())
    return {name: _digest_of(ROOT / name) for name in names}


def _is_needed(name: str, slug: str) -> bool:
    """Return whether a run of the kata reads the file: whether it belongs to no other kata."""
    kata = _OF_A_KATA.fullmatch(name)
    return not (slug and kata) or kata[1] == slug


def _digest_of(path: Path) -> str:
    """Return a file's digest; an empty text if the file cannot be read."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    import hashlib  # noqa: PLC0415 - it takes longer than all else here, and few runs need it

    return hashlib.sha256(normalized(content)).hexdigest()
