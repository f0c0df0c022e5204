"""The repository's four trees, as published: what the checks of this folder look at.

Start states come from the published archive and not from `katas/`, which a learner edits.
"""

import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from katas._runner import published
from katas._runner.catalogue import find, katas
from katas._runner.paths import SOLUTIONS, TESTS, in_repository

from . import patch

_FAILS = "Fails: "

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
        paths = sorted((SOLUTIONS / self.slug).glob("*.py"))
        return {f"solutions/{self.slug}/{path.name}": path.read_text("utf-8") for path in paths}

    def build(self, folder: Path) -> Path:
        """Copy the solution."""
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(
            SOLUTIONS / self.slug, folder / self.slug, ignore=ignored, dirs_exist_ok=True
        )
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
class Wrong(Variant):
    """A misconception: a diff against the solution, with what is wrong written above it."""

    slug: str
    path: Path

    @cached_property
    def about(self) -> str:
        """What stands above the diff: the claim, and the scenario that fails."""
        return patch.read(self.path.read_text("utf-8"))[0]

    @property
    def claim(self) -> str:
        """What is wrong."""
        return self.about.rpartition(_FAILS)[0].strip()

    @property
    def fails(self) -> str:
        """The title of the scenario that must reject it; empty if none is named."""
        _, named, title = self.about.rpartition(_FAILS)
        return title.strip() if named else ""

    def files(self) -> dict[str, str | None]:
        """The text of each changed file, by its path; None if removed. Raises `PatchError`."""
        solution = Solution(self.slug).files
        try:
            _, changes = patch.read(self.path.read_text("utf-8"))
            return {each.path: each.apply(solution.get(each.path)) for each in changes}
        except patch.PatchError as error:
            raise patch.PatchError(
                f"{in_repository(self.path)} does not fit: {error}. Has the solution changed?\n"
                f"Then: python -m tests.author rebase {find(self.slug).number}"
            ) from error

    def build(self, folder: Path) -> Path:
        """Copy the solution, and change it. Raises `PatchError`."""
        changed = self.files()
        Solution(self.slug).build(folder)
        for path, text in changed.items():
            file = folder / Path(path).relative_to("solutions")
            if text is None:
                file.unlink()
            else:
                file.write_text(text, "utf-8", newline="\n")
        return folder


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
    return [
        Wrong(path.parent.name, path) for path in sorted((TESTS / "wrong").glob(f"{slug}/*.diff"))
    ]


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
