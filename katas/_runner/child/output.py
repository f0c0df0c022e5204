"""Passes on what the learner's code prints in Python, up to a limit.

Other output, such as that of a process that the code has started, goes through the same pipe
without a limit. The command reads all of it, and keeps as much.
"""

import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from katas._runner.protocol import MOST_OUTPUT_BYTES, mark


class Sink(io.RawIOBase):
    """Passes on the first bytes of what is printed, and drops the rest."""

    def __init__(self, write: Callable[[bytes], object], descriptor: int) -> None:
        self._write = write
        self._descriptor = descriptor
        self.begin()

    def begin(self) -> None:
        """Start counting again: a new scenario begins."""
        self._left = MOST_OUTPUT_BYTES

    def writable(self) -> bool:
        """Return True, as the base class asks."""
        return True

    def fileno(self) -> int:
        """Return the descriptor to which a process writes that gets this stream."""
        return self._descriptor

    def close(self) -> None:
        """Stay open, so that later output is seen even if the code has closed stdout."""

    def write(self, data: Any) -> int:
        """Pass on as much as the limit still allows."""
        if self._left > 0:
            kept = bytes(data)[: self._left]
            self._left -= len(kept)
            self._write(kept)
        return len(data)


class Output(io.TextIOWrapper):
    """Replaces stdout or stderr, with all their methods; `write` receives what is printed."""

    def __init__(self, write: Callable[[bytes], object], descriptor: int = 1) -> None:
        self._sink = Sink(write, descriptor)
        super().__init__(
            cast("Any", self._sink), "utf-8", errors="replace", newline="\n", write_through=True
        )

    def begin(self) -> None:
        """Start counting again: a new scenario begins."""
        self._sink.begin()


class RunOutput(Output):
    """The output of a run: it goes to this process's pipe, with a mark before each scenario."""

    def __init__(self, channel: Path) -> None:
        self._channel = channel
        self._pipe = os.dup(1)  # a copy: the code may close its own
        self._process = os.getpid()
        super().__init__(self._send)

    def begin_scenario(self, number: int) -> None:
        """Mark where a scenario begins; a fork of the process writes no mark."""
        if os.getpid() == self._process:
            self.begin()
            self._send(mark(self._channel, number))

    def _send(self, data: bytes) -> None:
        with suppress(OSError):  # the code has closed every descriptor
            os.write(self._pipe, data)
