"""The repository's four trees, as published: what the checks of this folder look at.

Start states come from the published archive and not from `katas/`, which a learner edits.
"""

import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from katas._runner import published
from katas._runner.catalogue import find, katas
from katas._runner.patch import PatchError
from katas._runner.paths import TESTS
from katas._runner.wrong_solutions import WrongSolution, copy_reference, paths, reference_files

SLUGS = [kata.slug for kata in katas()]


class Case(ABC):
    """Something to run: files for the kata `slug`."""

    slug: str

    @abstractmethod
    def build(self, folder: Path) -> Path:
        """Make a folder that can stand behind `katas`."""


@dataclass(frozen=True)
class Solution(Case):
    """The reference solution of a kata."""

    slug: str

    @property
    def files(self) -> dict[str, str]:
        """The text of each Python file, by its path from the top of the checkout."""
        return reference_files(self.slug)

    def build(self, folder: Path) -> Path:
        """Copy the solution."""
        copy_reference(self.slug, folder)
        return folder


class Variant(Case):
    """What differs from a solution: a misconception, or another right answer."""

    path: Path

    @property
    def name(self) -> str:
        """Its name within the kata."""
        return self.path.stem

    def __str__(self) -> str:
        return f"{find(self.slug).number}-{self.name}"


@dataclass(frozen=True)
class Wrong(WrongSolution, Variant):
    """A misconception: a diff against the solution, with what is wrong written above it."""

    def files(self) -> dict[str, str | None]:
        """Return the text of each changed file, by its path. Raises `PatchError`, for authors."""
        try:
            return super().files()
        except PatchError as error:
            raise PatchError(
                f"{error}. Has the solution changed?\n"
                f"Then: python -m tests.author rebase {find(self.slug).number}"
            ) from error


@dataclass(frozen=True)
class Right(Variant):
    """Another right answer: a folder of files that take the place of the solution's."""

    slug: str
    path: Path

    @property
    def files(self) -> list[Path]:
        """The replaced files."""
        return sorted(self.path.glob("*.py"))

    def build(self, folder: Path) -> Path:
        """Copy the solution, with these files in it."""
        Solution(self.slug).build(folder)
        for path in self.files:
            shutil.copy(path, folder / self.slug)
        return folder


def wrong(slug: str = "k*") -> list[Wrong]:
    """All misconceptions, or those of one kata."""
    return [Wrong(path.parent.name, path) for path in paths(slug)]


def right(slug: str = "k*") -> list[Right]:
    """All other right answers, or those of one kata."""
    found = sorted((TESTS / "right").glob(f"{slug}/*/"))
    return [Right(path.parent.name, path) for path in found if path.name != "__pycache__"]


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
