"""Makes a result of what a run has left: its messages, its exit code, its last line."""

import re
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from katas._runner import manifest, published
from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository
from katas._runner.protocol import MESSAGES, WHERE
from katas._runner.recorded import LeftOut
from katas._runner.result import (
    BROKEN,
    FAILED,
    FAILING,
    NOT_RUN,
    PASSED,
    SOLVED,
    TIMEOUT,
    Error,
    Result,
    Scenario,
    Step,
)

from .messages import FOREIGN, read
from .recordings import Recordings

_COMPLETE = ("feature", "finished")
"""The messages after which no scenario is half told."""


@dataclass(frozen=True)
class Report:
    """What a run has left in the folder `channel`. The time limit is in seconds."""

    kata: Kata
    folder: Path
    channel: Path
    time_limit: float

    def read(self, exit_code: int | None, printed: Mapping[int | None, str]) -> Result:
        """Return the result.

        `exit_code` is None for a run that had to be ended. `printed` is the output of each
        scenario, by its number; None is what was printed outside of all.
        """
        where = self.channel / WHERE
        running = where.read_text("utf-8", "replace") if where.exists() else ""
        result = Result(self.kata.slug, in_repository(self.folder))
        ended = _follow(result, read(self.channel / MESSAGES))
        for number, text in printed.items():
            with suppress(IndexError):  # a learner's code can write marks, too
                (result if number is None else result.scenarios[number]).output = text
        if exit_code is None or running:
            self._mark_timeout(result, running)
        elif not ended:
            _mark_vanished(result, exit_code)
        if result.status != SOLVED:
            folder = self.folder / self.kata.slug
            names = published.altered(self.kata.slug, folder)
            own = [in_repository(folder / name) for name in names]
            result.altered = own + manifest.altered(self.kata.slug)
        return result

    def so_far(self) -> Result:
        """Return the result of the scenarios that have finished, while the others still run."""
        result = Result(self.kata.slug, in_repository(self.folder), status=FAILING)
        messages = read(self.channel / MESSAGES)
        complete = [at for at, each in enumerate(messages, 1) if each["kind"] in _COMPLETE]
        _follow(result, messages[: max(complete, default=0)])
        return result

    def _mark_timeout(self, result: Result, where: str) -> None:
        seconds = "1 second" if self.time_limit == 1 else f"{self.time_limit:g} seconds"
        file, line = self._running_line(where)
        if file or any(each.status != NOT_RUN for each in result.scenarios):
            error = Error("Timeout", f"this was still running after {seconds}", file, line)
        else:
            error = Error("NotReady", f"Python was not ready to run your code after {seconds}")
        _break_off(result, TIMEOUT, error)

    def _running_line(self, where: str) -> tuple[str | None, int | None]:
        """Find the learner's line that was running in the stacks that a timeout has written."""
        mine = (self.folder / self.kata.slug).resolve()
        file, line = None, None
        for thread in where.split("\n\n"):  # the main thread is last; in it, the last call is first
            frames = re.findall(r'File "(.+)", line (\d+)', thread)
            of_kata = [
                (in_repository(name), int(at))
                for name, at in frames
                if Path(name).resolve().is_relative_to(mine)
            ]
            file, line = of_kata[0] if of_kata else (file, line)
        return file, line


def _mark_vanished(result: Result, exit_code: int) -> None:
    how = f"signal {_signal_name(-exit_code)}" if exit_code < 0 else f"exit status {exit_code}"
    message = f"the process ended at once ({how}): os._exit, or a crash of Python itself"
    _break_off(result, BROKEN, Error("ProcessEnded", message))


def _signal_name(number: int) -> str:
    """Return a signal's name, or its number if it has no name."""
    return next((each.name for each in signal.Signals if each == number), str(number))


def _follow(result: Result, messages: list[dict[str, Any]]) -> bool:
    """Copy the messages into the result. Return whether they are complete, up to `end`."""
    current: Scenario | None = None
    recordings = Recordings()
    for message in messages:
        with suppress(*FOREIGN):
            match message.pop("kind"):
                case "feature":
                    result.feature = message["title"]
                    result.scenarios = [_planned(plan) for plan in message["scenarios"]]
                case "scenario":
                    current = result.scenarios[message["number"]]
                    current.status = FAILED
                    recordings.begin(current)
                case "finished" if current:
                    current.status, current.seconds = message["status"], message["seconds"]
                    current = None
                    recordings.name_ids()
                case "error":
                    (current or result).error = Error(**message)
                case "warning":
                    result.warnings.append(Error(**message))
                case "end":
                    result.status = status_of(result)
                    return True
                case kind if current:
                    _note(current, recordings, kind, message)
    with suppress(*FOREIGN):
        recordings.name_ids()
    return False


def _note(scenario: Scenario, recordings: Recordings, kind: str, message: dict[str, Any]) -> None:
    """Copy a message about a scenario."""
    match kind:
        case "step":
            scenario.steps[message["number"]].status = message["status"]
        case "store":
            for event in scenario.events:
                event.stored = bool(event.stored)
        case "left_out":
            scenario.left_out = message["number"]
            scenario.left_out_of = [LeftOut(**each) for each in message["of"]]
        case _:
            recordings.note(kind, message)


def _planned(plan: dict[str, Any]) -> Scenario:
    return Scenario(**plan | {"steps": [Step(**step) for step in plan["steps"]]})


def _break_off(result: Result, status: str, error: Error) -> None:
    """Set the error of the run, and of the scenario that was running, if there was one."""
    result.status = status
    result.error = error
    running = [each for each in result.scenarios if each.status == FAILED and not each.error]
    if running:
        running[-1].error = error


def status_of(result: Result) -> str:
    """Return the status of a run that has ended by itself."""
    if result.error or not result.scenarios:
        return BROKEN
    if all(scenario.status == PASSED for scenario in result.scenarios):
        return SOLVED
    ran = [scenario for scenario in result.scenarios if scenario.status != NOT_RUN]
    return FAILING if ran else BROKEN
