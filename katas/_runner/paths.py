"""Where things stand in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KATAS = ROOT / "katas"
SOLUTIONS = ROOT / "solutions"
FEATURES = ROOT / "features"
TESTS = ROOT / "tests"
STATE = ROOT / ".kata"


class UnusableFileError(Exception):
    """Raised when a file that the command needs cannot be read. The message tells what helps."""


def in_repository(path: Path | str) -> str:
    """Name a file from the top of the checkout, or in full where it lies elsewhere.

    A file that is a link is named itself, and not what it leads to.
    """
    resolved = Path(path).parent.resolve() / Path(path).name
    inside = resolved.is_relative_to(ROOT)
    return resolved.relative_to(ROOT).as_posix() if inside else str(resolved)


def from_here(file: str) -> str:
    """Name a file of the checkout so that a terminal can open it from the current folder."""
    return os.path.relpath(ROOT / file) if are_inside() else str(ROOT / file)


def are_inside() -> bool:
    """Whether people are in a folder of the checkout, and not elsewhere or in one that is gone."""
    try:
        return Path.cwd().is_relative_to(ROOT)
    except OSError:
        return False
