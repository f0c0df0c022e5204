"""Processes for the learner's code: their environment, and how to end them."""

import os
import sys
import tempfile

if sys.platform == "win32":
    from .windows import end_group, own_group
else:
    from .posix import end_group, own_group

__all__ = ["end_group", "environment", "has_room_for_sockets", "own_group"]

_LONGEST = 60
"""Characters of a folder's path; the path of a socket inside may have about a hundred."""


def environment() -> dict[str, str]:
    """Return the environment, without variables that change how Python and pytest run."""
    changing = ("PYTEST_", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONINSPECT")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)}


def has_room_for_sockets() -> bool:
    """Return whether a socket's path in the temporary folder is short enough for the system."""
    return len(tempfile.gettempdir()) <= _LONGEST
