"""Where the learner's work is in a kata: the files to edit, and the lines to begin at."""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from katas._runner import published
from katas._runner.catalogue import Kata
from katas._runner.paths import ROOT, from_here, in_repository
from katas._runner.result import Result

_GAP = re.compile(r"TODO (\d+)")


@dataclass(frozen=True)
class Place:
    """A file, and a line in it (from 1; None where any is as good as another)."""

    file: Path
    line: int | None = None

    def __str__(self) -> str:
        name = from_here(in_repository(self.file))
        return f"{name}:{self.line}" if self.line else name


def places(kata: Kata, result: Result | None) -> list[Place]:
    """The places to edit, the one to begin at first; only files that are there, and each once.

    That is where the first scenario fails, or why none can run; then the gaps in their order. With
    neither, the files that had gaps.
    """
    failing = _failing(kata, result) if result else []
    found = [*failing, *_open_gaps(kata)] or [Place(file) for file in _files_with_gaps(kata)]
    first: dict[Path, Place] = {}
    for place in found:
        if place.file not in first or not first[place.file].line:
            first[place.file] = place
    return list(first.values())


def _failing(kata: Kata, result: Result) -> list[Place]:
    """Where the first scenario fails, if that is in a file that is the learner's to mend."""
    scenario = result.first_failing
    error = (scenario and scenario.error) or result.error
    if error is None or error.file is None:
        return []
    file = ROOT / error.file
    return [Place(file, error.line)] if file.is_file() and _is_theirs(kata, file) else []


def _is_theirs(kata: Kata, file: Path) -> bool:
    """Whether a file is the learner's: one of the kata, and no given one that is as published."""
    if not file.resolve().is_relative_to(kata.folder.resolve()):
        return False
    if file.name not in published.given(kata.slug):
        return True
    with suppress(OSError):
        return file.read_bytes() != published.files(kata.slug)[file.name]
    return True  # it cannot be read, and that is what is to be mended


def _open_gaps(kata: Kata) -> list[Place]:
    """The files that have gaps, each at its first one, in the order of the gaps' numbers."""
    found = []
    for file in _files_with_gaps(kata):
        with suppress(OSError):
            text = file.read_text("utf-8", errors="replace")
            gaps = [(int(gap[1]), gap.start()) for gap in _GAP.finditer(text)]
            if gaps:
                number, at = min(gaps)
                found.append((number, Place(file, text.count("\n", 0, at) + 1)))
    return [place for _, place in sorted(found, key=lambda each: each[0])]


def _files_with_gaps(kata: Kata) -> list[Path]:
    """The files that had gaps when the kata was published, as far as they are there."""
    names = published.modules(kata.slug)
    files = [kata.folder / name for name in names if name not in published.given(kata.slug)]
    return [file for file in files if file.is_file()]
