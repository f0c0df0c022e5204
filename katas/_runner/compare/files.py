"""The code of the two, file by file."""

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
"""What a file can be; `added` only the learner has, `missing` only the reference."""


@dataclass(frozen=True)
class File:
    """A file by its name in the kata's folder, and its lines; None where there is no such file."""

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
        """The numbers of the lines, from 0, those that are alike side by side."""
        yours, reference = self.yours or [], self.reference or []
        pairs = align([*enumerate(yours)], [*enumerate(reference)], _text)
        return [
            Pair(pair.yours and pair.yours[0], pair.reference and pair.reference[0], pair.is_alike)
            for pair in pairs
        ]

    def as_dict(self, kata: Kata) -> dict[str, Any]:
        """The file in the published format."""
        diff = difflib.unified_diff(
            self.yours or [],
            self.reference or [],
            in_repository(kata.folder / self.name),
            in_repository(kata.reference / self.name),
            lineterm="",
        )
        return {"name": self.name, "status": self.status, "diff": "\n".join(diff)}


def files(kata: Kata, folder: Path | None = None) -> list[File]:
    """The files of the two in alphabetical order, without those that are given and untouched.

    `folder` is where the learner's are, if they are not where they belong.
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
    """The Python files of a folder and of those within, but not what an editor hides there."""
    names = {path.relative_to(folder) for path in folder.rglob("*.py") if path.is_file()}
    return {name.as_posix() for name in names if not any(part[0] == "." for part in name.parts)}


def _as_python_reads(path: Path) -> str:
    """Read a source with the encoding that it declares, or as far as it can be read."""
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (SyntaxError, UnicodeDecodeError):
        return path.read_text("utf-8", errors="replace")


def _lines(folder: Path, name: str) -> list[str] | None:
    """Read a file's lines; blanks at their ends are not compared, for nobody would see them."""
    path = folder / name
    if not path.is_file():
        return None
    text = _as_python_reads(path)
    return [line.rstrip() for line in text.removesuffix("\n").split("\n")]
