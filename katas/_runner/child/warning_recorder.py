"""Reports Python's warnings about the learner's code, once for each line. None is a failure."""

import sys
import warnings
from typing import Any, cast

from katas._runner.paths import in_repository
from katas._runner.result import Error

from .diagnosis import Diagnosis
from .messages import MessageWriter

_MOST_WARNINGS = 20
_LONGEST_MESSAGE = 400


class WarningRecorder:
    """Reports warnings about a line in the kata's folder, and drops all others."""

    def __init__(self, messages: MessageWriter, diagnosis: Diagnosis) -> None:
        self._messages = messages
        self._diagnosis = diagnosis
        self._seen: set[tuple[str, str, int]] = set()

    def install(self) -> None:
        """Receive all warnings, instead of Python's function that prints them."""
        warnings.simplefilter("default")
        warnings.showwarning = cast("Any", self._note)

    def _note(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        *_: object,
    ) -> None:
        text = _text(message)
        place = self._place(text, filename, lineno)
        if place is None:
            return
        key = (category.__name__, *place)
        if key in self._seen or len(self._seen) == _MOST_WARNINGS:
            return
        self._seen.add(key)
        at, number = place
        ran_last = place == self._last_call()
        warning = Error(category.__name__, text, in_repository(at), number, ran_last=ran_last)
        self._messages.send("warning", **vars(warning))

    def _place(self, text: str, filename: str, line: int) -> tuple[str, int] | None:
        """Return the learner's file and line that a warning is about, if there is one.

        Python notices an unclosed file only later, in any line. The function that was called last
        is then the best place to start looking.
        """
        if self._diagnosis.places.is_mine(filename):
            return filename, line
        caller = sys._getframe(1)  # noqa: SLF001 - as the module warnings does
        while caller.f_code.co_filename in (__file__, warnings.__file__) and caller.f_back:
            caller = caller.f_back
        if self._diagnosis.places.is_mine(caller.f_code.co_filename):  # it names its caller
            return caller.f_code.co_filename, caller.f_lineno
        return self._last_call() if text.startswith("unclosed file") else None

    def _last_call(self) -> tuple[str, int] | None:
        last = self._diagnosis.calls.last
        return last and (last.file, last.line)


def _text(message: Warning | str) -> str:
    try:
        text = " ".join(str(message).split())
    except BaseException as error:  # noqa: BLE001 - a learner's __str__ may raise anything
        text = f"its message cannot be shown: that raises {type(error).__name__}"
    return text[:_LONGEST_MESSAGE]
