"""Whether somebody sits at a terminal."""

import sys


def is_shown() -> bool:
    """Whether stdout is a terminal indeed: FORCE_COLOR asks for colours in a pipe, and no more."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_attended() -> bool:
    """Whether somebody sits there: a terminal to read from, and one to write on.

    Either may be closed, as `<&-` does it.
    """
    return is_shown() and sys.stdin is not None and sys.stdin.isatty()
