"""The start states as they were published, kept beside the command in `published.zip`.

A learner edits the files in `katas/` and may commit them, and an archive download has no history.
What is compared with, or restored to, the start state is therefore taken from here.

Whoever changes a start state runs `python -m katas._runner.published`; CI checks that with
`--check`.
"""

import codecs
import sys
import zipfile
from functools import cache
from pathlib import Path, PurePosixPath

from .paths import KATAS

_ARCHIVE = Path(__file__).with_name("published.zip")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@cache
def files(slug: str) -> dict[str, bytes]:
    """The files of a kata's folder as published, by name. Raises `KeyError` for another slug."""
    with zipfile.ZipFile(_ARCHIVE) as archive:
        found = {
            PurePosixPath(name).name: archive.read(name)
            for name in archive.namelist()
            if PurePosixPath(name).parts[0] == slug
        }
    if not found:
        raise KeyError(f"{slug} is not in {_ARCHIVE.name}: run `python -m katas._runner.published`")
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
    return _as_text(found) != _as_text(original)


def _as_text(content: bytes) -> bytes:
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def slugs() -> list[str]:
    """The katas in the archive."""
    with zipfile.ZipFile(_ARCHIVE) as archive:
        return sorted({PurePosixPath(name).parts[0] for name in archive.namelist()})


def working_copy() -> dict[str, bytes]:
    """The files of the numbered folders as they stand in `katas/`, by path from there."""
    return {
        path.relative_to(KATAS).as_posix(): path.read_bytes()
        for path in sorted(KATAS.glob("k[0-9]*/*"))
        if path.is_file()
    }


def published() -> dict[str, bytes]:
    """All files as published, by path from `katas/`."""
    with zipfile.ZipFile(_ARCHIVE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def publish() -> None:
    """Make the working copy the published start state. The same files give the same bytes."""
    with zipfile.ZipFile(_ARCHIVE, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in working_copy().items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


def main(arguments: list[str]) -> int:
    """Publish the working copy, or check that it is what was published."""
    if arguments != ["--check"]:
        publish()
        return 0
    if working_copy() == published():
        return 0
    print("katas/ is not what was published: run `python -m katas._runner.published`")  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
