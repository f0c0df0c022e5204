"""The start states as they were published, kept beside the command in `published.zip`.

What all katas share has digests in a list of its own: see `manifest`.

A learner edits the files in `katas/` and may commit them, and an archive download has no history.
What is compared with, or restored to, the start state is therefore taken from here.

Whoever changes any of it runs `python -m katas._runner.published`; CI checks that with `--check`. A
kata in which a published gap is gone is somebody's work, and no start state: the check passes it
over, and it is published only by name.
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
"""The setting by which CI says that this is somebody's fork: what differs there is noted only."""

_GAP = re.compile(rb"""(NotImplementedError\(\s*["']|#\s*)(TODO \d+)""")


class DamagedArchiveError(UnusableFileError):
    """Raised when `published.zip` cannot be read, or lacks a kata. The message tells what helps."""


@contextmanager
def _archive() -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(_ARCHIVE) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile) as error:
        from . import recovery  # noqa: PLC0415 - only then

        raise DamagedArchiveError(
            f"{in_repository(_ARCHIVE)} cannot be read ({type(error).__name__}).\n"
            f"Bring it back{recovery.how(_ARCHIVE)}"
        ) from error


@cache
def files(slug: str) -> dict[str, bytes]:
    """The files of a kata's folder as published, by name. Raises `DamagedArchiveError`."""
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
    """The names of a kata's Python files, in alphabetical order."""
    return sorted(name for name in files(slug) if name.endswith(".py"))


def data(slug: str) -> list[str]:
    """The names of a kata's files that its code reads: neither Python nor the brief."""
    return sorted(name for name in files(slug) if not name.endswith((".py", ".md")))


def given(slug: str) -> set[str]:
    """The names of a kata's Python files without a gap: they stay as they are."""
    return {name for name in modules(slug) if b"TODO" not in files(slug)[name]}


def altered(slug: str, folder: Path) -> list[str]:
    """The names of files in a kata's folder that nobody edits, and that are not as published.

    Ends of lines do not count, nor a byte order mark: editors and git change them unasked.
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
    """The katas in the archive."""
    with _archive() as archive:
        return sorted({PurePosixPath(name).parts[0] for name in archive.namelist()})


def working_copy() -> dict[str, bytes]:
    """The files of the numbered folders as they stand in `katas/`, by path from there.

    A file that is in no start state and in no solution is somebody's own.
    """
    known = published()
    return {
        name: path.read_bytes()
        for path in sorted(KATAS.glob("k[0-9]*/*"))
        if (name := path.relative_to(KATAS).as_posix()) in known or (SOLUTIONS / name).is_file()
        if path.is_file()
    }


def published() -> dict[str, bytes]:
    """All files as published, by path from `katas/`."""
    with _archive() as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def worked_on() -> dict[str, list[str]]:
    """The katas that somebody works on: the published gaps that are gone, by the kata's slug."""
    ours, theirs = published(), working_copy()
    gone: dict[str, list[str]] = {}
    for name, content in ours.items():
        slug, _, file = name.partition("/")
        lost = _gaps(content) - _gaps(theirs.get(name, b""))
        if lost:
            gone.setdefault(slug, []).extend(f"{gap} in {file}" for gap, _ in lost)
    return gone


def lagging() -> list[str]:
    """The files that are not what was published, by path from the top of the checkout."""
    ours, theirs, work = published(), working_copy(), worked_on()
    states = [
        f"katas/{name}"
        for name in ours.keys() | theirs.keys()
        if ours.get(name) != theirs.get(name) and name.partition("/")[0] not in work
    ]
    return sorted(states) + manifest.lagging()


def publish() -> None:
    """Make the working copy the published start state. The same files give the same bytes."""
    content = working_copy()
    with zipfile.ZipFile(_ARCHIVE, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    manifest.write()


def main(arguments: list[str]) -> int:
    """Publish the working copy, or check that it is what was published.

    A kata without one of its published gaps is published only if it is named.
    """
    other = checkouts.other()
    if other:
        _say(f"This would look at {ROOT}. Go to the top of {other}, and try again.")
        return 2
    is_check = arguments == ["--check"]
    numbers = {slug.partition("_")[0]: gaps for slug, gaps in worked_on().items()}
    if not is_check and not numbers.keys() >= {*arguments}:
        _say("Name katas of which a gap has gone for good, or nothing; `--check` only looks.")
        return 2
    unwanted = {number: gaps for number, gaps in numbers.items() if number not in arguments}
    for number, gaps in unwanted.items():
        _say(f"{number} is somebody's work, and no start state. Gone: {', '.join(gaps)}.")
    if is_check:
        return _check()
    if unwanted:
        named = " ".join(unwanted)
        _say(
            "Nothing is published. Bring their start states back: `kata reset KATA`.",
            "If these gaps are to go for good, take them out of the brief as well, number the",
            f"others anew, and name the katas: `python -m katas._runner.published {named}`.",
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
            "Is this to be so from now on? Publish it: `python -m katas._runner.published`.",
            "If not, bring the published start state back: `kata reset KATA`; other files: git.",
        )
    return 1 if files and os.environ.get(FORK) != "true" else 0


def _gaps(source: bytes) -> Counter[tuple[str, bool]]:
    """Count a file's gaps by number, and by whether they raise: a comment may stay afterwards."""
    return Counter((gap.decode(), kind[:1] == b"N") for kind, gap in _GAP.findall(source))


def _say(*lines: str) -> None:
    print(*lines, sep="\n")  # noqa: T201 - an author's tool


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
