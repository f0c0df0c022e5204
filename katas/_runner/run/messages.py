"""Reads the messages of a run, also while it goes on."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOREIGN = LookupError, TypeError, AttributeError
"""Errors when a message is read that does not come from the child."""


def read(path: Path) -> list[dict[str, Any]]:
    """Return the messages. If the process has ended, the last line may be cut off.

    A learner's code can write to the file too, if it writes to every open descriptor. Callers skip
    messages that make no sense.
    """
    messages, content = [], b""
    with suppress(FileNotFoundError):  # it has not begun, or was ended
        content = path.read_bytes()
    for line in content.split(b"\n"):
        with suppress(ValueError, RecursionError):
            message = json.loads(line)
            if isinstance(message, dict) and "kind" in message:
                messages.append(message)
    return messages


SCENARIOS = "scenarios"
"""What a stage counts, unless a scenario has a long task."""


@dataclass(frozen=True)
class Stage:
    """How far a run is: `done` of `total` of `what`."""

    what: str
    done: int
    total: int


def stage(messages: list[dict[str, Any]]) -> Stage:
    """Return how far a run is: in its scenarios, or in a long task of the running scenario."""
    titles: list[str] = []
    title, now = "", Stage(SCENARIOS, 0, 0)
    for message in messages:
        with suppress(*FOREIGN):
            match message["kind"]:
                case "feature":
                    titles = [plan["title"] for plan in message["scenarios"]]
                case "scenario":
                    title = titles[message["number"]]
                    now = Stage(SCENARIOS, message["number"], len(titles))
                case "progress":
                    now = Stage(title, message["done"], message["total"])
    return now
