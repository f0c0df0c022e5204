"""Runs a kata in a process of its own and reads what became of it."""

import math
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, ROOT
from katas._runner.processes import Process, RunRequest, end_group, environment, own_group
from katas._runner.protocol import MESSAGES, START_LIMIT, Stage, read, stage
from katas._runner.result import Result

from .outcome import Report

DEFAULT_TIME_LIMIT = 10.0
"""Seconds that the learner's code may take in a scenario, and at its import."""

_MOST_SCENARIOS = 50

_GRACE, _DRAIN = 3.0, 0.5
_MOST_RAW_OUTPUT = 4000


class FreshProcess:
    """A process that begins from nothing: it starts Python, and imports everything."""

    is_lost = False

    def __init__(self, request: RunRequest) -> None:
        command = [sys.executable, "-X", "utf8", "-m", "katas._runner.child.main"]
        self._process = subprocess.Popen(
            [*command, *request.arguments()],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,  # nothing comes through it, but its end
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **own_group(),
        )
        self._raw = b""
        self._reader = threading.Thread(
            target=self._read, args=(self._process.stdout,), daemon=True
        )
        self._reader.start()

    @property
    def exit_code(self) -> int | None:
        """The exit code, or minus a signal's number; None as long as it runs."""
        return self._process.poll()

    @property
    def printed(self) -> str:
        """What went past Python to the file descriptors, its beginning."""
        return self._raw.decode("utf-8", "replace")

    def has_ended(self, within: float) -> bool:
        """Wait for the end, but no longer than so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        return self._process.poll() is not None

    def end(self) -> None:
        """End it with all that it has started, from whichever thread."""
        end_group(self._process.pid)
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._reader.join(timeout=_DRAIN)  # longer only if somebody outside the group holds it

    def _read(self, pipe: IO[bytes]) -> None:
        """Empty the pipe to the end, so that the child never waits, and keep the beginning."""
        with pipe:
            while chunk := pipe.read1(65536):  # type: ignore[attr-defined]
                self._raw += chunk[: _MOST_RAW_OUTPUT - len(self._raw)]


class Run:
    """A kata's scenarios, running. Leaving the `with` block ends them, finished or not.

    `folder` stands behind the package `katas`; `time_limit` is in seconds; `only` are the titles
    of the scenarios to run, none for all. `start` makes the process, a cold one if nobody says.
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
        self._deadline = self._begun + START_LIMIT + _MOST_SCENARIOS * time_limit + _GRACE
        self._channel = tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True)
        channel = Path(self._channel.name)
        self._process = start(RunRequest(kata.slug, folder, channel, time_limit, tuple(only)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.end()
        self._channel.cleanup()

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return time.monotonic() - self._begun

    @property
    def is_lost(self) -> bool:
        """Whether its process was lost through no doing of its own."""
        return self._process.is_lost

    def stop(self) -> None:
        """End the process with all that it has started, from whichever thread."""
        self._process.end()

    def has_ended(self, within: float) -> bool:
        """Wait for the end, but no longer than so many seconds."""
        left = self._deadline - time.monotonic()
        return self._process.has_ended(max(min(within, left), 0)) or left <= 0

    def stage(self) -> Stage:
        """Tell how far it is."""
        return stage(read(Path(self._channel.name) / MESSAGES))

    def wait(self) -> Result:
        """Wait for the end, or for the time limit, and tell the result."""
        self.has_ended(within=math.inf)
        exit_code = self._process.exit_code  # None if it had to be ended
        self._process.end()
        report = Report(self._kata, self._folder, Path(self._channel.name), self._time_limit)
        result = report.read(exit_code, self._process.printed)
        result.seconds = round(self.seconds, 3)
        return result


def run_kata(kata: Kata, folder: Path = KATAS, time_limit: float = DEFAULT_TIME_LIMIT) -> Result:
    """Run a kata's scenarios to their end. `time_limit` is in seconds."""
    with Run(kata, folder, time_limit) as running:
        return running.wait()
