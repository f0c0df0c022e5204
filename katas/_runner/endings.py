"""Recognizes ends that are no fault of the command: its output cannot reach anybody any more.

A closed terminal sends SIGHUP; code that then restores or clears the terminal fails. A full disk
takes no output.
"""

import io
import os
import sys
from contextlib import suppress

from .terminal import is_gone
from .views.prose import say

_LOST, _HUNG_UP = 2, 129
"""Exit codes: the output was lost; 129 is what shells use for SIGHUP."""


def exit_code(error: Exception) -> int | None:
    """Return the exit code if such an end has caused the error; None if it is a fault.

    If output was lost, a sentence on stderr says so.
    """
    ending = _ending(error)
    if ending:
        return ending.code if isinstance(ending.code, int) else _LOST
    if is_gone():
        return _HUNG_UP
    if isinstance(error, OSError) and not error.filename and not _takes_output():
        say(f"Error: the output cannot be written ({error.strerror or error}).", err=True)
        return _LOST
    return None


def _ending(error: BaseException | None) -> SystemExit | None:
    """Return the exit, by a signal or a closed pipe, that was under way when the error came."""
    while error:
        if isinstance(error, SystemExit):
            return error
        error = error.__cause__ or error.__context__
    return None


def _takes_output() -> bool:
    """Return whether stdout takes another line. If not, later output is discarded."""
    try:
        if sys.stdout:
            os.write(sys.stdout.fileno(), b"\n")
    except io.UnsupportedOperation:  # it has no file descriptor
        return True
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True
