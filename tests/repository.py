"""The repository's four trees, as published: what the checks of this folder look at.

Start states come from the published archive and not from `katas/`, which a learner edits.
"""

import ast
import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from katas._runner import published
from katas._runner.catalogue import find, katas
from katas._runner.paths import SOLUTIONS, TESTS

SLUGS = [kata.slug for kata in katas()]


class Case(ABC):
    """Something to run: files for the kata `slug`."""

    slug: str

    @abstractmethod
    def build(self, folder: Path) -> Path:
        """Make a folder that can stand behind `katas`."""


@dataclass(frozen=True)
class Variant(Case):
    """Files that take the place of a solution's: a misconception, or another right answer.

    `fails` is the title of the scenario that must reject it, None for a right answer.
    """

    slug: str
    folder: Path

    @property
    def files(self) -> list[Path]:
        """The replaced files."""
        return sorted(path for path in self.folder.iterdir() if path.name != "__pycache__")

    @property
    def fails(self) -> str | None:
        """The scenario named in the docstring of one of the files, after `Fails:`."""
        for path in self.files:
            docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            title = docstring.partition("\nFails: ")[2].strip()
            if title:
                return title
        return None

    def build(self, folder: Path) -> Path:
        """Copy the solution, with these files in it."""
        shutil.copytree(SOLUTIONS / self.slug, folder / self.slug, dirs_exist_ok=True)
        for path in self.files:
            shutil.copy(path, folder / self.slug)
        return folder

    def __str__(self) -> str:
        return f"{find(self.slug).number}-{self.folder.name}"


def variants(kind: str) -> list[Variant]:
    """All variants of a kind: `wrong` or `right`."""
    return [
        Variant(folder.parent.name, folder)
        for folder in sorted((TESTS / kind).glob("*/*"))
        if folder.is_dir() and folder.name != "__pycache__"
    ]


@dataclass(frozen=True)
class StartState(Case):
    """The start state of a kata, as published."""

    slug: str

    def build(self, folder: Path) -> Path:
        """Copy the start state alone."""
        (folder / self.slug).mkdir(parents=True)
        for name, content in published.files(self.slug).items():
            (folder / self.slug / name).write_bytes(content)
        return folder

    def __str__(self) -> str:
        return find(self.slug).number
