"""The start states as they were published, kept beside the command in `published.zip`.

What all katas share has digests in a list of its own: see `manifest`.

A learner edits the files in `katas/` and may commit them, and an archive download has no history.
So the command compares with this archive, and restores start states from it.

Whoever changes a start state runs `python -m katas._runner.published`; CI checks that with
`--check`. A kata in which a published gap is gone is somebody's work, not a start state: the check
skips it, and it is published only if it is named.
"""

import os
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePosixPath

from . import checkouts, manifest
from .paths import KATAS, ROOT, SOLUTIONS, UnusableFileError, in_repository

_ARCHIVE = Path(__file__).with_name("published.zip")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
FORK = "KATA_FORK"
"""The variable by which CI says that this is a fork. Differences there are only printed."""

_GAP = re.compile(rb"""(NotImplementedError\(\s*["']|#\s*)(TODO \d+)""")


class DamagedArchiveError(UnusableFileError):
    """Raised when `published.zip` cannot be read, or lacks a kata. The message says what to do."""


@contextmanager
def _archive() -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(_ARCHIVE) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile) as error:
        from . import recovery  # noqa: PLC0415 - only for the error

        raise DamagedArchiveError(
            f"{in_repository(_ARCHIVE)} cannot be read ({type(error).__name__}).\n"
            f"Bring it back{recovery.how(_ARCHIVE)}"
        ) from error


@cache
def files(slug: str) -> dict[str, bytes]:
    """Return the published files of a kata's folder, by name. Raises `DamagedArchiveError`."""
    with _archive() as archive:
        found = {
            PurePosixPath(name).name: archive.read(name)
            for name in archive.namelist()
            if PurePosixPath(name).parts[0] == slug
        }
    if not found:
        raise DamagedArchiveError(
            f"{slug} has no start state in {in_repository(_ARCHIVE)}.\n"
            "Whoever adds a kata publishes it: `python -m katas._runner.published`.\n"
            "If you have not added it, clone or download the workshop again."
        )
    return found


def modules(slug: str) -> list[str]:
    """Return the names of a kata's Python files, in alphabetical order."""
    return sorted(name for name in files(slug) if name.endswith(".py"))


def data(slug: str) -> list[str]:
    """Return the names of the data files that a kata's code reads."""
    return sorted(name for name in files(slug) if not name.endswith((".py", ".md")))


def given(slug: str) -> set[str]:
    """Return the names of a kata's Python files without a gap, which learners do not edit."""
    return {name for name in modules(slug) if b"TODO" not in files(slug)[name]}


def altered(slug: str, folder: Path) -> list[str]:
    """Return the names of a kata's files that nobody should edit, and that are not as published.

    Line ends and a byte order mark do not count: editors and git change them unasked.
    """
    kept = given(slug) | set(data(slug))
    return sorted(name for name in kept if _is_altered(folder / name, files(slug)[name]))


def _is_altered(path: Path, original: bytes) -> bool:
    try:
        found = path.read_bytes()
    except OSError:
        return True
    return manifest.normalized(found) != manifest.normalized(original)


def slugs() -> list[str]:
    """Return the slugs of the katas in the archive."""
    with _archive() as archive:
        return sorted({PurePosixPath(name).parts[0] for name in archive.namelist()})


def working_copy() -> dict[str, bytes]:
    """Return the present files of the numbered folders, by path from `katas/`.

    A file that is in no start state and no solution is left out: it is somebody's own.
    """
    known = published()
    return {
        name: path.read_bytes()
        for path in sorted(KATAS.glob("k[0-9]*/*"))
        if (name := path.relative_to(KATAS).as_posix()) in known or (SOLUTIONS / name).is_file()
        if path.is_file()
    }


def published() -> dict[str, bytes]:
    """Return all published files, by path from `katas/`."""
    with _archive() as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def worked_on() -> dict[str, list[str]]:
    """Return the published gaps that are gone, by kata: somebody works on these katas."""
    ours, theirs = published(), working_copy()
    gone: dict[str, list[str]] = {}
    for name, content in ours.items():
        slug, _, file = name.partition("/")
        lost = _gaps(content) - _gaps(theirs.get(name, b""))
        if lost:
            gone.setdefault(slug, []).extend(f"{gap} in {file}" for gap, _ in lost)
    return gone


def lagging() -> list[str]:
    """Return the files that differ from what was published, by path from the checkout's top."""
    ours, theirs, work = published(), working_copy(), worked_on()
    states = [
        f"katas/{name}"
        for name in ours.keys() | theirs.keys()
        if ours.get(name) != theirs.get(name) and name.partition("/")[0] not in work
    ]
    return sorted(states) + manifest.lagging()


def publish() -> None:
    """Publish the working copy as the start state. The same files give the same bytes."""
    content = working_copy()
    with zipfile.ZipFile(_ARCHIVE, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    manifest.write()


def main(arguments: list[str]) -> int:
    """Publish the working copy, or check that it is what was published.

    A kata that lacks a published gap is published only if it is named.
    """
    other = checkouts.other()
    if other:
        _say(f"This would look at {ROOT}. Go to the top of {other}, and try again.")
        return 2
    is_check = arguments == ["--check"]
    numbers = {slug.partition("_")[0]: gaps for slug, gaps in worked_on().items()}
    if not is_check and not numbers.keys() >= {*arguments}:
        _say("Name only katas that lose a gap for good, or none. `--check` changes nothing.")
        return 2
    unwanted = {number: gaps for number, gaps in numbers.items() if number not in arguments}
    for number, gaps in unwanted.items():
        _say(f"{number} is somebody's work, not a start state. Gone: {', '.join(gaps)}.")
    if is_check:
        return _check()
    if unwanted:
        named = " ".join(unwanted)
        _say(
            "Nothing is published. Bring their start states back: `kata reset KATA`.",
            "To remove these gaps for good, remove them from the brief too, renumber the others,",
            f"and name the katas: `python -m katas._runner.published {named}`.",
        )
        return 1
    publish()
    return 0


def _check() -> int:
    files = lagging()
    for name in files:
        _say(f"{name} is not what was published.")
    if files:
        _say(
            "If you want that, publish it: `python -m katas._runner.published`.",
            "If not, bring the published start state back: `kata reset KATA`; other files: git.",
        )
    return 1 if files and os.environ.get(FORK) != "true" else 0


def _gaps(source: bytes) -> Counter[tuple[str, bool]]:
    """Count a file's gaps by number and by kind: an error, or a comment, which may stay."""
    return Counter((gap.decode(), kind[:1] == b"N") for kind, gap in _GAP.findall(source))


def _say(*lines: str) -> None:
    print(*lines, sep="\n")  # noqa: T201 - an author's tool


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
