"""Processes for the learner's code: what they are told, and how they are ended."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_LONGEST = 60
"""Characters of a folder's path: that of a socket in a folder in it may have about a hundred."""


@dataclass(frozen=True)
class RunRequest:
    """What a process is to run: `folder` stands behind `katas`, its messages go to `channel`.

    `time_limit` is in seconds; `only` are the titles of the scenarios to run, none for all.
    """

    slug: str
    folder: Path
    channel: Path
    time_limit: float
    only: tuple[str, ...] = ()

    def arguments(self) -> list[str]:
        """Write it as the command line of `child`."""
        return [self.slug, str(self.folder), str(self.channel), str(self.time_limit), *self.only]

    @classmethod
    def read(cls, arguments: Sequence[str]) -> "RunRequest":
        """Read what `arguments` has written."""
        slug, folder, channel, time_limit, *only = arguments
        return cls(slug, Path(folder), Path(channel), float(time_limit), tuple(only))


class Process(Protocol):
    """A process that runs the learner's code."""

    @property
    def exit_code(self) -> int | None:
        """The exit code, or minus a signal's number; None as long as it runs."""

    @property
    def printed(self) -> str:
        """What went past Python to the file descriptors, its beginning."""

    @property
    def is_lost(self) -> bool:
        """Whether it was lost through no doing of its own."""

    def has_ended(self, within: float) -> bool:
        """Wait for the end, but no longer than so many seconds."""

    def end(self) -> None:
        """End it with all that it has started, from whichever thread."""


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
