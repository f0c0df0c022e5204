"""Whether somebody sits at a terminal."""

import errno
import sys


def is_shown() -> bool:
    """Whether stdout is a terminal indeed: FORCE_COLOR asks for colours in a pipe, and no more."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_attended() -> bool:
    """Whether somebody sits there: a terminal to read from, and one to write on.

    Either may be closed, as `<&-` does it.
    """
    return is_shown() and sys.stdin is not None and sys.stdin.isatty()


def is_gone() -> bool:
    """Whether the terminal was closed under the command; Windows ends it then by itself."""
    try:
        import termios  # noqa: PLC0415 - not every system has it
    except ImportError:
        return False
    for descriptor in range(3):
        try:
            termios.tcgetattr(descriptor)
        except termios.error as error:  # a file or a pipe raises another
            if error.args[0] == errno.EIO:
                return True
    return False
