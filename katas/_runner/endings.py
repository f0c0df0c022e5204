"""Ends of the command that are no fault of it: nobody reads any more what it says.

A terminal that is closed sends SIGHUP, and whatever mends or clears that terminal on the way out
then fails. A disk that is full takes no output.
"""

import io
import os
import sys
from contextlib import suppress

from .terminal import is_gone
from .views.prose import say

_LOST, _HUNG_UP = 2, 129
"""Exit codes: nobody has got the answer; 129 is what shells use for SIGHUP."""


def exit_code(error: Exception) -> int | None:
    """Return the exit code if an error belongs to such an end; None if it is a fault.

    Output that nobody has got is told in a sentence on stderr.
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
    """Find the end during which an error has come: of a signal, or of a pipe that was closed."""
    while error:
        if isinstance(error, SystemExit):
            return error
        error = error.__cause__ or error.__context__
    return None


def _takes_output() -> bool:
    """Whether stdout takes another line. If not, nothing more is tried there."""
    try:
        if sys.stdout:
            os.write(sys.stdout.fileno(), b"\n")
    except io.UnsupportedOperation:  # it is no file of the system
        return True
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True
