"""Runs a kata in a process of its own, and returns the result."""

import math
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS
from katas._runner.protocol import MESSAGES, START_LIMIT, RunRequest
from katas._runner.result import FAILED, Result

from .messages import Stage, read, stage
from .outcome import Report
from .process import FreshProcess, Process

DEFAULT_TIME_LIMIT = 10.0
"""Seconds that the learner's code may take for a scenario, and for its import."""

LONG_TIME_LIMIT = 60.0
"""Seconds for code that surely ends; the machine may be busy."""

_MOST_SCENARIOS = 50

_GRACE = 3.0

_LOOK = 0.2
"""Seconds between two looks at the scenarios that have finished."""


class Run:
    """A run of a kata's scenarios. Leaving the `with` block ends it, finished or not.

    The package `katas` is imported from `folder`. `time_limit` is in seconds. `only` holds the
    titles of the scenarios to run, or nothing for all. `start` starts the process.
    """

    def __init__(
        self,
        kata: Kata,
        folder: Path = KATAS,
        time_limit: float = DEFAULT_TIME_LIMIT,
        only: Sequence[str] = (),
        start: Callable[[RunRequest], Process] = FreshProcess,
    ) -> None:
        self._kata = kata
        self._folder = folder
        time_limit += kata.extra_seconds
        self._time_limit = time_limit
        self._begun = time.monotonic()
        # It ends itself at the time limit; this is for one that does not.
        self._last_resort = self._begun + START_LIMIT + _MOST_SCENARIOS * time_limit + _GRACE
        self._channel = tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True)
        channel = Path(self._channel.name)
        self._process = start(RunRequest(kata.slug, folder, channel, time_limit, tuple(only)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.end()
        self._channel.cleanup()

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._begun

    @property
    def is_lost(self) -> bool:
        """Whether its process was lost for a reason outside of it."""
        return self._process.is_lost

    def stop(self) -> None:
        """End the process and all that it has started. Any thread may call this."""
        self._process.end()

    def has_ended(self, within: float) -> bool:
        """Wait for the end, at most `within` seconds. Return whether it has come."""
        left = self._last_resort - time.monotonic()
        return self._process.has_ended(max(min(within, left), 0)) or left <= 0

    def stage(self) -> Stage:
        """Return how far the run is."""
        return stage(read(Path(self._channel.name) / MESSAGES))

    def so_far(self) -> Result:
        """Return the result of the scenarios that have finished."""
        return Report(self._kata, self._folder, Path(self._channel.name), self._time_limit).so_far()

    def wait_for_failure(self) -> Result:
        """Return the result as soon as a scenario has failed, or in the end if none has."""
        while not self.has_ended(within=_LOOK):
            so_far = self.so_far()
            if any(each.status == FAILED for each in so_far.scenarios):
                return so_far
        return self.wait()

    def wait(self) -> Result:
        """Wait for the end, and return the result. The process keeps to the time limit itself."""
        self.has_ended(within=math.inf)
        exit_code = self._process.exit_code  # None if it has not ended by itself
        self._process.end()
        report = Report(self._kata, self._folder, Path(self._channel.name), self._time_limit)
        result = report.read(exit_code, self._process.printed)
        result.seconds = round(self.seconds, 3)
        return result


def run_kata(
    kata: Kata,
    folder: Path = KATAS,
    time_limit: float = DEFAULT_TIME_LIMIT,
    *,
    until_failure: bool = False,
) -> Result:
    """Run a kata's scenarios, to the end or until one fails. `time_limit` is in seconds."""
    with Run(kata, folder, time_limit) as running:
        return running.wait_for_failure() if until_failure else running.wait()
