"""Makes a result of what a run has left behind: its messages, its exit code, its last line."""

import re
import signal
from dataclasses import dataclass
from pathlib import Path

from katas._runner import published
from katas._runner.catalogue import Kata
from katas._runner.child.diagnosis import Diagnosis
from katas._runner.paths import in_repository
from katas._runner.protocol import MESSAGES, WHERE, break_off, follow, read
from katas._runner.result import BROKEN, SOLVED, TIMEOUT, Error, Result


@dataclass(frozen=True)
class Report:
    """What a run has left in the folder `channel`. The time limit is in seconds."""

    kata: Kata
    folder: Path
    channel: Path
    time_limit: float

    def read(self, exit_code: int | None, printed: str) -> Result:
        """Tell the result.

        `exit_code` is None for a run that had to be ended; `printed` is what went past
        Python to the file descriptors.
        """
        where = self.channel / WHERE
        running = where.read_text("utf-8", "replace") if where.exists() else ""
        result = Result(self.kata.slug, in_repository(self.folder))
        ended = follow(result, read(self.channel / MESSAGES))
        if exit_code is None or running:
            self._mark_timeout(result, running)
        elif not ended:
            _mark_vanished(result, exit_code, printed)
        if result.status != SOLVED:
            folder = self.folder / self.kata.slug
            names = published.altered(self.kata.slug, folder)
            result.altered = [in_repository(folder / name) for name in names]
        return result

    def _mark_timeout(self, result: Result, where: str) -> None:
        diagnosis = Diagnosis(self.folder / self.kata.slug)
        file, line = None, None
        for thread in where.split("\n\n"):  # the main thread stands last, its last call first
            frames = re.findall(r'File "(.+)", line (\d+)', thread)
            mine = [
                (in_repository(name), int(at)) for name, at in frames if diagnosis.is_mine(name)
            ]
            file, line = mine[0] if mine else (file, line)
        seconds = "1 second" if self.time_limit == 1 else f"{self.time_limit:g} seconds"
        message = f"this was still running after {seconds}"
        break_off(result, TIMEOUT, Error("Timeout", message, file, line))


def _mark_vanished(result: Result, exit_code: int, printed: str) -> None:
    how = f"signal {_signal_name(-exit_code)}" if exit_code < 0 else f"exit status {exit_code}"
    message = f"the process ended at once ({how}): os._exit, or a crash of Python itself"
    result.output += printed
    break_off(result, BROKEN, Error("ProcessEnded", message))


def _signal_name(number: int) -> str:
    """Name a signal; not every number has a name."""
    return next((each.name for each in signal.Signals if each == number), str(number))
