"""Trees of processes, in the place of groups: Windows knows who has started whom.

A tree hangs together by processes that are alive. So it must be ended before its first process
has ended by itself; what that one has left behind is not found any more.
"""

import subprocess
from contextlib import suppress
from typing import Any

_CREATE_NEW_PROCESS_GROUP = 0x200
"""As in `subprocess`, which has the name on Windows only."""

_TIMEOUT = 10.0
"""Seconds for `taskkill`; nothing should need them."""


def own_group() -> dict[str, Any]:
    """Keep Ctrl-C for the command, which then ends the child with all that it has started."""
    return {"creationflags": _CREATE_NEW_PROCESS_GROUP}


def end_group(leader: int) -> None:
    """Kill a process and all that it has started, while it is alive."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            command_to_end(leader), capture_output=True, check=False, timeout=_TIMEOUT
        )  # it fails where the process has ended meanwhile


def command_to_end(leader: int) -> list[str]:
    """Return the command that kills a process with its tree (`/T`), unasked (`/F`)."""
    return ["taskkill", "/F", "/T", "/PID", str(leader)]
