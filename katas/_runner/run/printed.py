"""The output of a run: read while it comes, and kept for each scenario up to a limit."""

import re
import threading
from collections.abc import Mapping
from pathlib import Path

from katas._runner.protocol import END, MOST_OUTPUT_BYTES, cut_text

_LONGEST_NUMBER = 9
"""Characters of a scenario's number, or of `END`, in a mark."""


class Printed:
    """The output of the run whose messages are in `channel`.

    Marks in it say which scenario comes next. Output before the first mark belongs to none.
    """

    def __init__(self, channel: Path) -> None:
        name = re.escape(channel.name.encode())
        self._mark = re.compile(b"\0%b:(\\w{1,%d})\0" % (name, _LONGEST_NUMBER))
        self._longest_mark = len(channel.name) + _LONGEST_NUMBER + 3
        self._rest = b""
        self._scenario: int | None = None
        self._kept: dict[int | None, bytearray] = {}
        self._has_ended = threading.Event()

    def add(self, data: bytes) -> None:
        """Add output that has come."""
        if self._has_ended.is_set():
            return
        data, self._rest = self._rest + data, b""
        begin = 0
        for found in self._mark.finditer(data):
            self._keep(data[begin : found.start()])
            begin = found.end()
            if found[1] == END.encode():
                self.end()
                return
            if found[1].isdigit():
                self._scenario = int(found[1])
        cut = data.rfind(b"\0", max(begin, len(data) - self._longest_mark))
        end = len(data) if cut < 0 else cut  # perhaps the first part of a mark
        self._keep(data[begin:end])
        self._rest = data[end:]

    def end(self) -> None:
        """Note that nothing more comes."""
        self._keep(self._rest)
        self._rest = b""
        self._has_ended.set()

    def texts(self, within: float) -> Mapping[int | None, str]:
        """Return what each scenario has printed, by its number; None is the rest.

        Waits for the end of the output, at most `within` seconds.
        """
        self._has_ended.wait(within)
        return {number: cut_text(kept) for number, kept in self._kept.items()}

    def _keep(self, data: bytes) -> None:
        kept = self._kept.setdefault(self._scenario, bytearray())
        kept += data[: MOST_OUTPUT_BYTES - len(kept)]
