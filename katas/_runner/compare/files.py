"""Compares the code of two solutions, file by file."""

import difflib
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from katas._runner import published
from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository

from .alignment import Pair, align

SAME, CHANGED, ADDED, MISSING = "same", "changed", "added", "missing"
"""The status of a file; only the learner has an `added` one, only the reference a `missing`."""


@dataclass(frozen=True)
class File:
    """A file, named from the kata's folder, and its lines; None if a solution does not have it."""

    name: str
    yours: list[str] | None
    reference: list[str] | None

    @property
    def status(self) -> str:
        """How the two differ."""
        if self.yours is None:
            return MISSING
        if self.reference is None:
            return ADDED
        return SAME if self.yours == self.reference else CHANGED

    def numbers(self) -> list[Pair[int]]:
        """Return pairs of line numbers, from 0; lines that are alike form a pair."""
        yours, reference = self.yours or [], self.reference or []
        pairs = align([*enumerate(yours)], [*enumerate(reference)], _text)
        return [
            Pair(pair.yours and pair.yours[0], pair.reference and pair.reference[0], pair.is_alike)
            for pair in pairs
        ]

    def as_dict(self, kata: Kata) -> dict[str, Any]:
        """Return the file in the published format."""
        diff = difflib.unified_diff(
            self.yours or [],
            self.reference or [],
            in_repository(kata.folder / self.name),
            in_repository(kata.reference / self.name),
            lineterm="",
        )
        return {"name": self.name, "status": self.status, "diff": "\n".join(diff)}


def files(kata: Kata, folder: Path | None = None) -> list[File]:
    """Return the files of both in alphabetical order, without unchanged given files.

    `folder` is where the learner's files are, if not in the kata's folder.
    """
    mine = folder or kata.folder
    names = _names(mine) | _names(kata.reference)
    found = [File(name, _lines(mine, name), _lines(kata.reference, name)) for name in names]
    given = published.given(kata.slug)
    return sorted(
        (file for file in found if file.name not in given or file.status != SAME),
        key=lambda file: file.name,
    )


def _text(line: tuple[int, str]) -> str:
    return line[1]


def _names(folder: Path) -> set[str]:
    """Return the Python files in a folder and its subfolders, without hidden ones."""
    names = {path.relative_to(folder) for path in folder.rglob("*.py") if path.is_file()}
    return {name.as_posix() for name in names if not any(part[0] == "." for part in name.parts)}


def _as_python_reads(path: Path) -> str:
    """Read a source in the encoding that it declares, or as far as possible in UTF-8."""
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (SyntaxError, UnicodeDecodeError):
        return path.read_text("utf-8", errors="replace")


def _lines(folder: Path, name: str) -> list[str] | None:
    """Return a file's lines, without spaces at their ends: nobody would see the difference."""
    path = folder / name
    if not path.is_file():
        return None
    text = _as_python_reads(path)
    return [line.rstrip() for line in text.removesuffix("\n").split("\n")]
