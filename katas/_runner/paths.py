"""Where things are in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KATAS = ROOT / "katas"
SOLUTIONS = ROOT / "solutions"
FEATURES = ROOT / "features"
TESTS = ROOT / "tests"
STATE = ROOT / ".kata"


class UnusableFileError(Exception):
    """Raised when a file that the command needs cannot be read. The message says what to do."""


def in_repository(path: Path | str) -> str:
    """Return a file's path from the top of the checkout, or its full path if it is elsewhere.

    The path of a link is returned, not that of its target.
    """
    resolved = Path(path).parent.resolve() / Path(path).name
    inside = resolved.is_relative_to(ROOT)
    return resolved.relative_to(ROOT).as_posix() if inside else str(resolved)


def from_here(file: str) -> str:
    """Return a path with which a terminal can open a file of the checkout, where people are."""
    return os.path.relpath(ROOT / file) if are_inside() else str(ROOT / file)


def are_inside() -> bool:
    """Return whether the current folder exists and is in the checkout."""
    try:
        return Path.cwd().is_relative_to(ROOT)
    except OSError:
        return False
