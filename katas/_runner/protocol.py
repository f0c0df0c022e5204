"""The messages of a run: the child writes them, the command reads them.

Each is a line of JSON that is in the file before the next thing happens, so that nothing is lost
when the learner's code ends the process.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .result import (
    BROKEN,
    FAILED,
    FAILING,
    NOT_RUN,
    PASSED,
    SOLVED,
    Error,
    Event,
    Result,
    Scenario,
    Step,
)

MESSAGES = "messages.jsonl"
WHERE = "where.txt"
"""The files: what happened, and which line was running when the time was up."""

START_LIMIT = 60.0
"""Seconds that a run may take before the learner's code begins."""


class MessageWriter:
    """Sends messages to a file, one a line; a fork of the process sends none."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._process = os.getpid()

    def send(self, kind: str, **values: Any) -> None:
        """Write a message at one stroke, so that threads do not mix theirs."""
        if os.getpid() == self._process:
            line = json.dumps({"kind": kind, **values}, ensure_ascii=False) + "\n"
            self._file.write(line.encode("utf-8", "replace"))

    def error(self, error: Error) -> None:
        """Write what went wrong."""
        self.send("error", **vars(error))

    def close(self) -> None:
        """Close the file; a run leaves that to the end of its process."""
        self._file.close()


def read(path: Path) -> list[dict[str, Any]]:
    """Read the messages; the last line may have been cut off by the end of the process.

    A learner's code can write there, too, when it writes to all that is open. Whoever follows the
    messages leaves out what he cannot make sense of.
    """
    messages = []
    for line in path.read_bytes().split(b"\n") if path.exists() else []:
        with suppress(ValueError, RecursionError):
            message = json.loads(line)
            if isinstance(message, dict) and "kind" in message:
                messages.append(message)
    return messages


_FOREIGN = LookupError, TypeError, AttributeError
"""What a message raises that the child has not sent."""


@dataclass(frozen=True)
class Stage:
    """How far a run is: `done` of `total` of `what`."""

    what: str
    done: int
    total: int


def stage(messages: list[dict[str, Any]]) -> Stage:
    """Tell how far a run is: in its scenarios, or in the long task that one of them is at."""
    titles: list[str] = []
    title, now = "", Stage("scenarios", 0, 0)
    for message in messages:
        with suppress(*_FOREIGN):
            match message["kind"]:
                case "feature":
                    titles = [plan["title"] for plan in message["scenarios"]]
                case "scenario":
                    title = titles[message["number"]]
                    now = Stage("scenarios", message["number"], len(titles))
                case "progress":
                    now = Stage(title, message["done"], message["total"])
    return now


def follow(result: Result, messages: list[dict[str, Any]]) -> bool:
    """Carry the messages over into the result. True if they come to an end, with a status."""
    current: Scenario | None = None
    for message in messages:
        with suppress(*_FOREIGN):
            match message.pop("kind"):
                case "feature":
                    result.feature = message["title"]
                    result.scenarios = [_planned(plan) for plan in message["scenarios"]]
                case "scenario":
                    current = result.scenarios[message["number"]]
                    current.status = FAILED
                case "finished" if current:
                    current.status, current.seconds = message["status"], message["seconds"]
                    current = None
                case "output":
                    (current or result).output += message["text"]
                case "error":
                    (current or result).error = Error(**message)
                case "warning":
                    result.warnings.append(Error(**message))
                case "end":
                    result.status = _status(result)
                    return True
                case kind if current:
                    _note(current, kind, message)
    return False


def _note(scenario: Scenario, kind: str, message: dict[str, Any]) -> None:
    """Carry over a message about what happened within a scenario."""
    match kind:
        case "step":
            scenario.steps[message["number"]].status = message["status"]
        case "event":
            scenario.events.append(Event(**message))
        case "store":
            for event in scenario.events:
                event.stored = bool(event.stored)
        case "stored":
            scenario.events[message["number"]].stored = True
        case "refused":
            scenario.events[message["number"]].refused = True


def _planned(plan: dict[str, Any]) -> Scenario:
    return Scenario(**plan | {"steps": [Step(**step) for step in plan["steps"]]})


def break_off(result: Result, status: str, error: Error) -> None:
    """Put the error where it happened: in the scenario that was running, or outside of all."""
    result.status = status
    result.error = error
    running = [each for each in result.scenarios if each.status == FAILED and not each.error]
    if running:
        running[-1].error = error


def _status(result: Result) -> str:
    if result.error or not result.scenarios:
        return BROKEN
    if all(scenario.status == PASSED for scenario in result.scenarios):
        return SOLVED
    ran = [scenario for scenario in result.scenarios if scenario.status != NOT_RUN]
    return FAILING if ran else BROKEN
