"""Processes for the learner's code: what surrounds them, and how they are ended."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import Any

_LONGEST = 60
"""Characters of a folder's path: that of a socket in a folder in it may have about a hundred."""


def environment() -> dict[str, str]:
    """The learner's environment, less what would change how Python and pytest run."""
    changing = ("PYTEST_", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONINSPECT")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)}


def has_room_for_sockets() -> bool:
    """Whether the path of a socket in the temporary folder is short enough for the system."""
    return len(tempfile.gettempdir()) <= _LONGEST


def own_group() -> dict[str, Any]:
    """Keep Ctrl-C for the command, which then ends the child with all that it has started."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def end_group(leader: int) -> None:
    """Kill a process and all of its group that is still there; Windows has no such groups."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
