"""The process of a run: its protocol, and a process that starts Python anew."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, Protocol

from katas._runner.paths import ROOT
from katas._runner.processes import end_group, environment, own_group
from katas._runner.protocol import RunRequest

from .printed import Printed

DRAIN = 0.5
"""Seconds to read the rest of the pipe after the process has ended."""

_CHUNK = 65536
"""Bytes; most systems' pipes hold as many."""

UNBUFFERED = "-u"
"""Python's option that turns off buffers, so that no output is lost if the process ends."""


class Process(Protocol):
    """A process that runs the learner's code."""

    @property
    def exit_code(self) -> int | None:
        """The exit code, or minus a signal's number; None as long as it runs."""

    @property
    def printed(self) -> Mapping[int | None, str]:
        """What each scenario has printed, by its number; None is what no scenario has printed."""

    @property
    def is_lost(self) -> bool:
        """Whether the process was lost for a reason outside of it."""

    def has_ended(self, within: float) -> bool:
        """Wait for the end, at most `within` seconds. Return whether it has come."""

    def end(self) -> None:
        """End the process and all that it has started. Any thread may call this."""


class FreshProcess:
    """A new process: it starts Python, and imports everything."""

    is_lost = False

    def __init__(self, request: RunRequest) -> None:
        command = [sys.executable, UNBUFFERED, "-X", "utf8", "-m", "katas._runner.child.main"]
        self._process = subprocess.Popen(
            [*command, *request.arguments()],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,  # only so that it closes when we end
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **own_group(),
        )
        self._ended = threading.Event()
        threading.Thread(target=self._wait, daemon=True).start()
        self._printed = Printed(request.channel)
        read_all(self._process.stdout, self._printed.add, self._printed.end)

    @property
    def exit_code(self) -> int | None:
        """The exit code, or minus a signal's number; None as long as it runs."""
        return self._process.poll()

    @property
    def printed(self) -> Mapping[int | None, str]:
        """What each scenario has printed, by its number; None is what no scenario has printed."""
        return self._printed.texts(DRAIN)  # longer only if a process outside the group has the pipe

    def has_ended(self, within: float) -> bool:
        """Wait for the end, at most `within` seconds. Return whether it has come."""
        return self._ended.wait(within)

    def end(self) -> None:
        """End the process and all that it has started. Any thread may call this."""
        end_group(self._process.pid)
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()

    def _wait(self) -> None:
        """Wait in a thread: with a time limit, Python only looks every 50 milliseconds."""
        self._process.wait()
        self._ended.set()


def read_all(pipe: IO[Any] | None, add: Callable[[bytes], None], end: Callable[[], None]) -> None:
    """Read a pipe to its end in a thread, so that its writer never waits for long."""

    def read() -> None:
        if pipe:
            with pipe:
                while chunk := os.read(pipe.fileno(), _CHUNK):
                    add(chunk)
        end()

    threading.Thread(target=read, daemon=True).start()
