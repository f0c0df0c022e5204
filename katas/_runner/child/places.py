"""Finds where in the learner's files an exception comes from."""

import re
import sys
import traceback
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from katas._runner.paths import in_repository

from .store_errors import is_of_a_store

if TYPE_CHECKING:
    from collections.abc import Callable

Place = tuple[str | None, int | None]
"""A file, from the top of the checkout, and a line, from 1."""


@cache
def _resolved(file: str) -> Path:
    """Resolve a path, once: exceptions pass through the same files again and again."""
    return Path(file).resolve()


class Places:
    """The learner's files: those in `folder`, the folder of the kata that runs.

    `given` names the files in it that learners do not edit, and `is_given` says which lines are in
    functions that they do not edit. They are named only if nothing else can be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.given: set[str] = set()
        self.is_given: Callable[[str, int], bool] = lambda *_: False

    def is_mine(self, file: str) -> bool:
        """Return whether a file is in the kata's folder."""
        return _resolved(file).is_relative_to(self._folder)

    def raised_at(self, exception: BaseException) -> Place:
        """Return the learner's line that an exception comes from, as far as it is known."""
        if hasattr(exception, "place"):  # set by a step: see tests/support/source_line.py
            file, line = exception.place or (None, None)
            return in_repository(file) if file else None, line
        frame = self.last_frame(exception)
        if frame:
            return in_repository(frame.filename), frame.lineno
        found = self.definition(subject_of(exception))
        if found:
            line = None if isinstance(exception, AttributeError) else found.co_firstlineno
            return in_repository(found.co_filename), line
        if isinstance(exception, ImportError) and exception.path and self.is_mine(exception.path):
            return in_repository(exception.path), None
        return None, None

    def last_frame(self, exception: BaseException) -> traceback.FrameSummary | None:
        """Return the learner's last line in the traceback of an error, or in that of its cause.

        The library wraps the errors of a store, and a step wraps errors that it did not expect.
        """
        cause = self.last_frame(exception.__cause__) if exception.__cause__ else None
        if cause and is_of_a_store(exception) and not self._is_given(cause.filename, cause.lineno):
            return cause
        frames = traceback.walk_tb(exception.__traceback__)
        mine = [each for each in frames if self.is_mine(each[0].f_code.co_filename)]
        edited = [each for each in mine if not self._is_given(each[0].f_code.co_filename, each[1])]
        if not mine:
            return cause
        return traceback.StackSummary.extract((edited or mine)[-1:])[0]

    def _is_given(self, file: str, line: int | None) -> bool:
        return Path(file).name in self.given or self.is_given(file, line or 0)

    def definition(self, qualified_name: str) -> CodeType | None:
        """Return the code of a function or class of the kata's folder, by its qualified name."""
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if not (qualified_name and file and self.is_mine(file)):
                continue
            source = compile(Path(file).read_bytes(), file, "exec", dont_inherit=True)
            for code in _codes(source):
                if code.co_qualname == qualified_name:
                    return code
        return None


def subject_of(exception: BaseException) -> str:
    """Return the class or function that an exception from other code is about, or nothing."""
    if isinstance(exception, AttributeError) and exception.obj is not None:
        owner = exception.obj if isinstance(exception.obj, type) else type(exception.obj)
        return owner.__qualname__
    called = re.match(r"([\w.]+)\(\)", str(exception))
    return called[1] if isinstance(exception, TypeError) and called else ""


def _codes(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return inner + [deeper for each in inner for deeper in _codes(each)]
