"""Writes the messages of a run."""

import json
import os
from pathlib import Path
from typing import Any

from katas._runner.result import Error


class MessageWriter:
    """Writes messages to a file, one a line; a fork of the process writes none."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._process = os.getpid()

    def send(self, kind: str, **values: Any) -> None:
        """Write a message in one call, so that messages of several threads do not mix."""
        if os.getpid() == self._process:
            line = json.dumps({"kind": kind, **values}, ensure_ascii=False) + "\n"
            self._file.write(line.encode("utf-8", "replace"))

    def error(self, error: Error) -> None:
        """Write what went wrong."""
        self.send("error", **vars(error))

    def close(self) -> None:
        """Close the file; a run does not need this, because its process ends."""
        self._file.close()
