"""Trees of processes, instead of groups: Windows knows which process has started which.

A tree is connected only by processes that are alive. So it must be ended before its first process
has ended by itself; the processes that it has left behind cannot be found any more.
"""

import subprocess
from contextlib import suppress
from typing import Any

_CREATE_NEW_PROCESS_GROUP = 0x200
"""As in `subprocess`, which has the name only on Windows."""

_TIMEOUT = 10.0
"""Seconds for `taskkill`; it should need far less."""


def own_group() -> dict[str, Any]:
    """Return arguments of `Popen` so that only the command gets Ctrl-C, and ends the child."""
    return {"creationflags": _CREATE_NEW_PROCESS_GROUP}


def end_group(leader: int) -> None:
    """Kill a process and all that it has started, while it is alive."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            command_to_end(leader), capture_output=True, check=False, timeout=_TIMEOUT
        )  # it fails if the process has already ended


def command_to_end(leader: int) -> list[str]:
    """Return the command that kills a process and its tree (`/T`) by force (`/F`)."""
    return ["taskkill", "/F", "/T", "/PID", str(leader)]
