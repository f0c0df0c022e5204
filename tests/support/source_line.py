"""Assertions about a line of code, which the command then shows to the learner."""

import inspect
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

Place = tuple[Path, int]
"""A file, and a line of it."""


class PlacedError(AssertionError):
    """Raised when a line of code is not as it should be. `place` is the file and the line."""

    def __init__(self, message: str, file: Path, line: int | None = None) -> None:
        super().__init__(message)
        self.place = (file, line)


A_KATA = "katas.k"
"""How the names of the modules begin that learners edit."""


def learners_line(frames: Iterable[tuple[FrameType, int]], passed_over: str = "") -> Place | None:
    """Return the first line that is a learner's, and not in the function that is passed over."""
    for frame, line in frames:
        code, module = frame.f_code, str(frame.f_globals.get("__name__"))
        if module.startswith(A_KATA) and code.co_name != passed_over:
            return Path(code.co_filename), line
    return None


AnyError = TypeVar("AnyError", bound=BaseException)


def unplaced(error: AnyError) -> AnyError:
    """Return an error that is about none of the lines that it comes through.

    The command then names the functions that the step has called.
    """
    error.place = None  # type: ignore[attr-defined]
    return error


def placed(message: str, function: Any) -> AssertionError:
    """Return an error that leads to a function's `def`, as far as it is written in Python."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return (
        PlacedError(message, Path(code.co_filename), _def(code))
        if code
        else AssertionError(message)
    )


def of_class(cls: type) -> Place:
    """Return the file and the line where a class begins."""
    return Path(inspect.getfile(cls)), inspect.getsourcelines(cls)[1]


def _def(code: Any) -> int:
    """Return the line of the `def`, which is below the decorators."""
    lines, first = inspect.getsourcelines(code)
    return first + next((n for n, line in enumerate(lines) if "def " in line), 0)
