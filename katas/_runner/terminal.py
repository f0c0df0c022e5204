"""Whether the command runs in a terminal, and somebody can answer there."""

import errno
import sys


def is_shown() -> bool:
    """Return whether stdout really is a terminal: FORCE_COLOR only asks for colours in a pipe."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_attended() -> bool:
    """Return whether somebody can read and answer: stdout and stdin are terminals.

    Either stream may be closed, for example by `<&-`.
    """
    return is_shown() and sys.stdin is not None and sys.stdin.isatty()


def is_gone() -> bool:
    """Return whether the terminal was closed. Windows then ends the command itself."""
    try:
        import termios  # noqa: PLC0415 - not every system has it
    except ImportError:
        return False
    for descriptor in range(3):
        try:
            termios.tcgetattr(descriptor)
        except termios.error as error:  # a file or a pipe raises another code
            if error.args[0] == errno.EIO:
                return True
    return False
