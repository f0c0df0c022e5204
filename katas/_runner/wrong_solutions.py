"""Wrong solutions: each is stored as a diff against the reference, below what is wrong with it."""

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import patch
from .paths import SOLUTIONS, TESTS, in_repository

_FAILS = "Fails: "


@dataclass(frozen=True)
class WrongSolution:
    """A misconception about the kata `slug`, in the file `path`."""

    slug: str
    path: Path

    @property
    def name(self) -> str:
        """Its name within the kata."""
        return self.path.stem

    @property
    def claim(self) -> str:
        """What is wrong: a sentence, and perhaps paragraphs that say more."""
        return self._read[0].rpartition(_FAILS)[0].strip()

    @property
    def fails(self) -> str:
        """The title of the scenario that must reject it; empty if none is named."""
        _, named, title = self._read[0].rpartition(_FAILS)
        return title.strip() if named else ""

    def files(self) -> dict[str, str | None]:
        """Return the text of each changed file, by its path from the top; None if it is removed.

        Raises `patch.PatchError` if the diff does not fit the reference solution exactly.
        """
        solution, (_, changes) = reference_files(self.slug), self._read
        try:
            return {each.path: each.apply(solution.get(each.path)) for each in changes}
        except patch.PatchError as error:
            raise patch.PatchError(f"{in_repository(self.path)} does not fit: {error}") from error

    def build(self, folder: Path) -> Path:
        """Copy the reference solution into a folder, change it there, and return the folder.

        Raises `patch.PatchError`.
        """
        changed = self.files()
        copy_reference(self.slug, folder)
        for path, text in changed.items():
            file = folder / Path(path).relative_to(SOLUTIONS.name)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, "utf-8", newline="\n")
        return folder

    @cached_property
    def _read(self) -> tuple[str, list[patch.FileDiff]]:
        """Return the text above the diff, and the changes. Raises `patch.PatchError`."""
        try:
            return patch.read(self.path.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise self._unreadable("it is not a text in UTF-8") from error
        except OSError as error:
            raise self._unreadable(error.strerror) from error
        except patch.PatchError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, reason: object) -> patch.PatchError:
        return patch.PatchError(f"{in_repository(self.path)} cannot be read: {reason}")


def paths(slug: str = "k*") -> list[Path]:
    """Return the files of all wrong solutions, or of those of one kata."""
    return sorted((TESTS / "wrong").glob(f"{slug}/*.diff"))


def reference_files(slug: str) -> dict[str, str]:
    """Return the text of each Python file of a reference, by its path from the top."""
    found = sorted((SOLUTIONS / slug).glob("*.py"))
    return {f"{SOLUTIONS.name}/{slug}/{path.name}": path.read_text("utf-8") for path in found}


def copy_reference(slug: str, folder: Path) -> None:
    """Copy a reference solution into a folder from which `katas` can be imported."""
    (folder / slug).mkdir(parents=True, exist_ok=True)
    for path in (SOLUTIONS / slug).iterdir():
        if path.is_file():
            shutil.copyfile(path, folder / slug / path.name)
