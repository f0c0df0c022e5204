"""The solutions, start states, and wrong and right variants that tests run.

Start states come from the published archive and not from `katas/`, which a learner edits.
"""

import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from katas._runner import published
from katas._runner.catalogue import katas
from katas._runner.patch import PatchError
from katas._runner.paths import TESTS
from katas._runner.wrong_solutions import WrongSolution, copy_reference, paths, reference_files

_NUMBERS = {kata.slug: kata.number for kata in katas()}
SLUGS = list(_NUMBERS)


class Case(ABC):
    """Files for the kata `slug`, which can be run."""

    slug: str

    @abstractmethod
    def build(self, folder: Path) -> Path:
        """Write the files into a folder from which `katas` can be imported, and return it."""


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
    """A variant of a solution: a misconception, or another right answer."""

    path: Path

    @property
    def name(self) -> str:
        """Its name within the kata."""
        return self.path.stem

    def __str__(self) -> str:
        return f"{_NUMBERS[self.slug]}-{self.name}"


@dataclass(frozen=True)
class Wrong(WrongSolution, Variant):
    """A misconception: a diff against the solution, below a text that says what is wrong."""

    def files(self) -> dict[str, str | None]:
        """Return the text of each changed file, by its path. Raises `PatchError` with advice."""
        try:
            return super().files()
        except PatchError as error:
            raise PatchError(
                f"{error}. Has the solution changed?\n"
                f"Then: python -m tests.author rebase {_NUMBERS[self.slug]}"
            ) from error


@dataclass(frozen=True)
class Right(Variant):
    """Another right answer: a folder of files that replace the solution's."""

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
    """Return all misconceptions, or those of one kata."""
    return [Wrong(path.parent.name, path) for path in paths(slug)]


def right(slug: str = "k*") -> list[Right]:
    """Return all other right answers, or those of one kata."""
    found = sorted((TESTS / "right").glob(f"{slug}/*/"))
    return [Right(path.parent.name, path) for path in found if path.name != "__pycache__"]


@dataclass(frozen=True)
class StartState(Case):
    """The start state of a kata, as published."""

    slug: str

    def build(self, folder: Path) -> Path:
        """Write the start state."""
        (folder / self.slug).mkdir(parents=True)
        for name, content in published.files(self.slug).items():
            (folder / self.slug / name).write_bytes(content)
        return folder

    def __str__(self) -> str:
        return _NUMBERS[self.slug]
