"""Finds where to work in a kata: the files to edit, and the lines to start at."""

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
    """A file, and a line in it (from 1; None if no line is special)."""

    file: Path
    line: int | None = None

    def __str__(self) -> str:
        name = from_here(in_repository(self.file))
        return f"{name}:{self.line}" if self.line else name


def places(kata: Kata, result: Result | None) -> list[Place]:
    """Return the places to edit, the first one to start at. Each existing file is there once.

    The first place is where the first scenario fails, or the error that stops all. The open gaps
    follow in order. If there are neither, the places are the files that had gaps.
    """
    failing = _failing(kata, result) if result else []
    found = [*failing, *_open_gaps(kata)] or [Place(file) for file in _files_with_gaps(kata)]
    first: dict[Path, Place] = {}
    for place in found:
        if place.file not in first or not first[place.file].line:
            first[place.file] = place
    return list(first.values())


def _failing(kata: Kata, result: Result) -> list[Place]:
    """Return where the first scenario fails, if that is in a file that the learner edits."""
    scenario = result.first_failing
    error = (scenario and scenario.error) or result.error
    if error is None or error.file is None:
        return []
    file = ROOT / error.file
    return [Place(file, error.line)] if file.is_file() and _is_theirs(kata, file) else []


def _is_theirs(kata: Kata, file: Path) -> bool:
    """Return whether a learner edits a file: it is in the kata, and not an unchanged given one."""
    if not file.resolve().is_relative_to(kata.folder.resolve()):
        return False
    if file.name not in published.given(kata.slug):
        return True
    with suppress(OSError):
        return file.read_bytes() != published.files(kata.slug)[file.name]
    return True  # it cannot be read, and that must be fixed


def _open_gaps(kata: Kata) -> list[Place]:
    """Return the files that have gaps, each at its first gap, in the order of their numbers."""
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
    """Return the files that had gaps when the kata was published, if they exist."""
    names = published.modules(kata.slug)
    files = [kata.folder / name for name in names if name not in published.given(kata.slug)]
    return [file for file in files if file.is_file()]
