"""What the learner's code prints in Python: written on, up to a limit, and the rest dropped.

What it prints in other ways, as a process that it has started, goes the same way without a limit:
the command reads it all, and keeps as much.
"""

import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from katas._runner.protocol import MOST_OUTPUT_BYTES, mark


class Sink(io.RawIOBase):
    """Takes what is printed: writes on the first bytes and drops the rest."""

    def __init__(self, write: Callable[[bytes], object], descriptor: int) -> None:
        self._write = write
        self._descriptor = descriptor
        self.begin()

    def begin(self) -> None:
        """Start to count anew: a new scenario begins."""
        self._left = MOST_OUTPUT_BYTES

    def writable(self) -> bool:
        """Bytes can be written."""
        return True

    def fileno(self) -> int:
        """Where a process that is given this stream writes to."""
        return self._descriptor

    def close(self) -> None:
        """Stay open: whoever closes stdout is heard all the same."""

    def write(self, data: Any) -> int:
        """Write on as much as is still allowed."""
        if self._left > 0:
            kept = bytes(data)[: self._left]
            self._left -= len(kept)
            self._write(kept)
        return len(data)


class Output(io.TextIOWrapper):
    """Stands in for stdout or stderr, and can what they can; `write` gets what is printed."""

    def __init__(self, write: Callable[[bytes], object], descriptor: int = 1) -> None:
        self._sink = Sink(write, descriptor)
        super().__init__(
            cast("Any", self._sink), "utf-8", errors="replace", newline="\n", write_through=True
        )

    def begin(self) -> None:
        """Start to count anew: a new scenario begins."""
        self._sink.begin()


class RunOutput(Output):
    """The output of a run: in the pipe of this process, where a mark tells each scenario."""

    def __init__(self, channel: Path) -> None:
        self._channel = channel
        self._pipe = os.dup(1)  # what the code does to its own is no matter then
        self._process = os.getpid()
        super().__init__(self._send)

    def begin_scenario(self, number: int) -> None:
        """Mark where a scenario begins; a fork of the process begins none."""
        if os.getpid() == self._process:
            self.begin()
            self._send(mark(self._channel, number))

    def _send(self, data: bytes) -> None:
        with suppress(OSError):  # the code has closed all there is
            os.write(self._pipe, data)
