"""What the learner's code prints: passed on up to a limit, and the rest dropped."""

import codecs
import io
from typing import Any, cast

from .messages import MessageWriter

_LONGEST_OUTPUT = 4000


class Sink(io.RawIOBase):
    """Takes what is printed: passes on the first characters and drops the rest."""

    def __init__(self, messages: MessageWriter) -> None:
        self._messages = messages
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.begin()

    def begin(self) -> None:
        """Start to count anew: a new scenario begins."""
        self._left = _LONGEST_OUTPUT

    def writable(self) -> bool:
        """Bytes can be written."""
        return True

    def close(self) -> None:
        """Stay open: whoever closes stdout is heard all the same."""

    def write(self, data: Any) -> int:
        """Pass on as much as is still allowed."""
        text = self._decode(bytes(data)) if self._left > 0 else ""
        if text:
            kept = text[: self._left]
            self._left -= len(text)
            self._messages.send("output", text=kept if self._left > 0 else f"{kept}\n… and more")
        return len(data)


class Output(io.TextIOWrapper):
    """Stands in for stdout and stderr, and can what they can."""

    def __init__(self, messages: MessageWriter) -> None:
        self._sink = Sink(messages)
        super().__init__(
            cast("Any", self._sink), "utf-8", errors="replace", newline="\n", write_through=True
        )

    def begin(self) -> None:
        """Start to count anew: a new scenario begins."""
        self._sink.begin()
