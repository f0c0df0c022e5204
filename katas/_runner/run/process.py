"""The process of a run: what it can do, and one that begins from nothing."""

import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Protocol

from katas._runner.paths import ROOT
from katas._runner.processes import end_group, environment, own_group
from katas._runner.protocol import RunRequest

_DRAIN = 0.5
"""Seconds to read what is left in the pipe after the end."""

_MOST_RAW_OUTPUT = 4000


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


class FreshProcess:
    """A process that begins from nothing: it starts Python, and imports everything."""

    is_lost = False

    def __init__(self, request: RunRequest) -> None:
        command = [sys.executable, "-X", "utf8", "-m", "katas._runner.child.main"]
        self._process = subprocess.Popen(
            [*command, *request.arguments()],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,  # nothing comes through it, but its end
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **own_group(),
        )
        self._raw = b""
        self._reader = threading.Thread(
            target=self._read, args=(self._process.stdout,), daemon=True
        )
        self._reader.start()

    @property
    def exit_code(self) -> int | None:
        """The exit code, or minus a signal's number; None as long as it runs."""
        return self._process.poll()

    @property
    def printed(self) -> str:
        """What went past Python to the file descriptors, its beginning."""
        return self._raw.decode("utf-8", "replace")

    def has_ended(self, within: float) -> bool:
        """Wait for the end, but no longer than so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        return self._process.poll() is not None

    def end(self) -> None:
        """End it with all that it has started, from whichever thread."""
        end_group(self._process.pid)
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._reader.join(timeout=_DRAIN)  # longer only if somebody outside the group holds it

    def _read(self, pipe: IO[bytes]) -> None:
        """Empty the pipe to the end, so that the child never waits, and keep the beginning."""
        with pipe:
            while chunk := pipe.read1(65536):  # type: ignore[attr-defined]
                self._raw += chunk[: _MOST_RAW_OUTPUT - len(self._raw)]
