"""What the command and the process of a run say to each other, and by when.

The command writes a request on the command line. The run answers with messages: each is a line of
JSON that is in the file before the next thing happens, so that nothing is lost when the learner's
code ends the process. `child.messages` writes them, and `run.messages` reads them.

What is printed goes through a pipe, whoever prints it. Marks in it tell which scenario comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MESSAGES = "messages.jsonl"
WHERE = "where.txt"
"""The files: what happened, and which line was running when the time was up."""

TEMPORARY = "temporary"
"""The folder in which the scenarios keep what they need; it goes with the messages."""

START_LIMIT = 60.0
"""Seconds that a run may take before the learner's code begins."""

_MOST_CHARACTERS = 4000
MOST_OUTPUT_BYTES = 4 * _MOST_CHARACTERS + 1
"""Bytes of output to keep of each scenario: enough to see that there are too many characters."""

END = "end"
"""The mark of the end of all output, where the pipe goes on to serve the next run."""


def mark(channel: Path, what: int | str) -> bytes:
    """Write what stands in the output before that of a scenario, named by its number from 0."""
    return f"\0{channel.name}:{what}\0".encode()


def cut_text(output: bytes | bytearray) -> str:
    """Return output as a text of no more characters than people look at."""
    text = output.decode("utf-8", "replace")
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}\n… and more"


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
