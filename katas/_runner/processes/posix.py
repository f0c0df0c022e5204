"""Process groups: all that a process has started, even if the process itself has ended."""

import os
import signal
from contextlib import suppress
from typing import Any


def own_group() -> dict[str, Any]:
    """Return arguments of `Popen` so that only the command gets Ctrl-C, and ends the child."""
    return {"start_new_session": True}


def end_group(leader: int) -> None:
    """Kill all processes that are left in a group; `leader` is the first one's id."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
