"""How the command and the process of a run communicate, and the limits for both.

The command passes a request as arguments. The child answers with messages, lines of JSON in a file.
Each line is in the file before the next thing happens, so that nothing is lost when the learner's
code ends the process. `child.messages` writes them, and `run.messages` reads them.

All output goes through a pipe, whoever prints it. Marks in it say which scenario comes next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MESSAGES = "messages.jsonl"
WHERE = "where.txt"
"""The files: the messages, and which line was running when the time limit was reached."""

TEMPORARY = "temporary"
"""The folder for the scenarios' own files; it is deleted together with the messages."""

START_LIMIT = 60.0
"""Seconds that a run may take before the learner's code begins."""

_MOST_CHARACTERS = 4000
MOST_OUTPUT_BYTES = 4 * _MOST_CHARACTERS + 1
"""Bytes of output to keep of each scenario: enough to see whether it is too long."""

END = "end"
"""The mark after all output of a run, if the next run uses the same pipe."""


def mark(channel: Path, what: int | str) -> bytes:
    """Return the mark before a scenario's output: `what` is its number, from 0, or `END`."""
    return f"\0{channel.name}:{what}\0".encode()


def cut_text(output: bytes | bytearray) -> str:
    """Return output as a text, shortened if it is longer than people read."""
    text = output.decode("utf-8", "replace")
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}\n… and more"


@dataclass(frozen=True)
class RunRequest:
    """What the child is to run: it imports `katas` from `folder`, and writes to `channel`.

    `time_limit` is in seconds; `only` holds the titles of the scenarios to run, or nothing for all.
    """

    slug: str
    folder: Path
    channel: Path
    time_limit: float
    only: tuple[str, ...] = ()

    def arguments(self) -> list[str]:
        """Return the request as arguments for `child`."""
        return [self.slug, str(self.folder), str(self.channel), str(self.time_limit), *self.only]

    @classmethod
    def read(cls, arguments: Sequence[str]) -> "RunRequest":
        """Read the arguments that `arguments` has returned."""
        slug, folder, channel, time_limit, *only = arguments
        return cls(slug, Path(folder), Path(channel), float(time_limit), tuple(only))
