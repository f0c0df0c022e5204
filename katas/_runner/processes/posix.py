"""Process groups: all that a process has started, also when it has ended itself."""

import os
import signal
from contextlib import suppress
from typing import Any


def own_group() -> dict[str, Any]:
    """Keep Ctrl-C for the command, which then ends the child with all that it has started."""
    return {"start_new_session": True}


def end_group(leader: int) -> None:
    """Kill a process and all of its group that is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
