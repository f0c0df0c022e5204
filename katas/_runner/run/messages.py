"""Reads the messages of a run, as they come."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOREIGN = LookupError, TypeError, AttributeError
"""What a message raises that the child has not sent."""


def read(path: Path) -> list[dict[str, Any]]:
    """Read the messages; the last line may have been cut off by the end of the process.

    A learner's code can write there, too, when it writes to all that is open. Whoever follows the
    messages leaves out what makes no sense.
    """
    messages = []
    for line in path.read_bytes().split(b"\n") if path.exists() else []:
        with suppress(ValueError, RecursionError):
            message = json.loads(line)
            if isinstance(message, dict) and "kind" in message:
                messages.append(message)
    return messages


@dataclass(frozen=True)
class Stage:
    """How far a run is: `done` of `total` of `what`."""

    what: str
    done: int
    total: int


def stage(messages: list[dict[str, Any]]) -> Stage:
    """Return how far a run is: in its scenarios, or in the long task that one of them is at."""
    titles: list[str] = []
    title, now = "", Stage("scenarios", 0, 0)
    for message in messages:
        with suppress(*FOREIGN):
            match message["kind"]:
                case "feature":
                    titles = [plan["title"] for plan in message["scenarios"]]
                case "scenario":
                    title = titles[message["number"]]
                    now = Stage("scenarios", message["number"], len(titles))
                case "progress":
                    now = Stage(title, message["done"], message["total"])
    return now
