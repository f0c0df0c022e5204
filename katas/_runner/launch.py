"""Runs a kata in a process of its own and reads what became of it."""

import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from .catalogue import Kata
from .journal import MESSAGES, START_LIMIT, Stage, read, stage
from .paths import KATAS, ROOT
from .report import Report
from .result import Result

DEFAULT_TIME_LIMIT = 10.0
"""Seconds that the learner's code may take in a run."""

_GRACE, _DRAIN = 3.0, 0.5
_MOST_RAW_OUTPUT = 4000


class Run:
    """A kata's scenarios, running. Leaving the `with` block ends them, finished or not.

    `folder` stands behind the package `katas`; `time_limit` is in seconds.
    """

    def __init__(
        self, kata: Kata, folder: Path = KATAS, time_limit: float = DEFAULT_TIME_LIMIT
    ) -> None:
        self._kata = kata
        self._folder = folder
        self._time_limit = time_limit
        self._begun = time.monotonic()
        self._deadline = self._begun + START_LIMIT + time_limit + _GRACE
        self._desk = tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True)
        command = ["-X", "utf8", "-m", "katas._runner.child"]
        self._process = subprocess.Popen(
            [sys.executable, *command, kata.slug, folder, self._desk.name, str(time_limit)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **own_group(),
        )
        self._raw = b""
        self._reader = threading.Thread(
            target=self._read, args=(self._process.stdout,), daemon=True
        )
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _end(self._process)
        self._reader.join(timeout=_DRAIN)
        self._desk.cleanup()

    def stop(self) -> None:
        """End the process with all that it has started, from whichever thread."""
        _end(self._process)

    def has_ended(self, within: float) -> bool:
        """Wait for the end, but no longer than so many seconds."""
        left = self._deadline - time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(min(within, left), 0))
        return self._process.poll() is not None or left <= 0

    def stage(self) -> Stage:
        """Tell how far it is."""
        return stage(read(Path(self._desk.name) / MESSAGES))

    def wait(self) -> Result:
        """Wait for the end, or for the time limit, and tell the result."""
        self.has_ended(within=math.inf)
        timed_out = self._process.poll() is None
        _end(self._process)
        self._reader.join(timeout=_DRAIN)  # longer only if somebody outside the group holds it
        code = None if timed_out else self._process.returncode
        report = Report(self._kata, self._folder, Path(self._desk.name), self._time_limit)
        result = report.read(code, self._raw.decode("utf-8", "replace"))
        result.seconds = round(time.monotonic() - self._begun, 3)
        return result

    def _read(self, pipe: IO[bytes]) -> None:
        """Empty the pipe to the end, so that the child never waits, and keep the beginning."""
        with pipe:
            while chunk := pipe.read1(65536):  # type: ignore[attr-defined]
                self._raw += chunk[: _MOST_RAW_OUTPUT - len(self._raw)]


def run(kata: Kata, folder: Path = KATAS, time_limit: float = DEFAULT_TIME_LIMIT) -> Result:
    """Run a kata's scenarios to their end. `time_limit` is in seconds."""
    with Run(kata, folder, time_limit) as running:
        return running.wait()


def environment() -> dict[str, str]:
    """The learner's environment, less what would change how Python and pytest run."""
    changing = ("PYTEST_", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONINSPECT")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)}


def own_group() -> dict[str, Any]:
    """Keep Ctrl-C for the command, which then ends the child with all that it has started."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
