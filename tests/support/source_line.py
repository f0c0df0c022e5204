"""Assertions about a line of code, which the command then shows to the learner."""

from pathlib import Path

Place = tuple[Path, int]
"""A file, and a line of it."""


class PlacedError(AssertionError):
    """Raised when a line of code is not as it should be. `place` is the file and the line."""

    def __init__(self, message: str, file: Path, line: int | None = None) -> None:
        super().__init__(message)
        self.place = (file, line)
