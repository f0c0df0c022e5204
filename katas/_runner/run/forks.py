"""Runs katas in forks of the fork server, which has imported what every run needs.

A fresh process spends most of its time on imports. Windows cannot fork: every run there is a fresh
process.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Self

from katas._runner import inputs
from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, ROOT
from katas._runner.processes import end_group, environment, own_group
from katas._runner.protocol import RunRequest
from katas._runner.result import Result

from .printed import Printed
from .process import DRAIN, UNBUFFERED, read_all
from .run import DEFAULT_TIME_LIMIT, Run

IS_POSSIBLE = hasattr(os, "fork")

_GRACE = 3.0
"""Seconds to wait for an end; usually none are needed."""


class Fork:
    """A run's process; the fork server reports when it has begun and ended."""

    def __init__(self, channel: Path) -> None:
        self.exit_code: int | None = None
        self.output = Printed(channel)
        self.is_lost = False
        self._process: int | None = None
        self._is_unwanted = False
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def printed(self) -> Mapping[int | None, str]:
        """What each scenario has printed, by its number; None is what no scenario has printed."""
        return self.output.texts(DRAIN)

    def has_ended(self, within: float) -> bool:
        """Wait for the end, at most `within` seconds. Return whether it has come."""
        return self._ended.wait(within)

    def end(self) -> None:
        """End the process and all that it has started; if it has not begun, end it when it does."""
        with self._lock:
            self._is_unwanted = True
            has_begun = bool(self._process)
        if has_begun and not self._ended.is_set():
            self._kill()
            if not self._ended.wait(_GRACE):  # the fork server does not answer: it was stopped
                self.lost()

    def begun(self, process: int) -> None:
        """Note the process id."""
        with self._lock:
            self._process = process
        if self._is_unwanted:
            self._kill()

    def ended(self, exit_code: int) -> None:
        """Note the exit code."""
        self.exit_code = exit_code
        self._ended.set()

    def lost(self) -> None:
        """Note that the fork server is gone, and will not report the end."""
        if not self._ended.is_set():
            self.is_lost = True
            self._kill()
            self.ended(-signal.SIGKILL)

    def _kill(self) -> None:
        if self._process:
            end_group(self._process)


class ForkServer:
    """Runs katas in forks of one process, one after the other. Leaving `with` ends the process."""

    def __init__(self) -> None:
        self._shared = inputs.shared_fingerprint()
        self._numbers = count(1)
        self._forks: dict[int, Fork] = {}
        self._is_ready = threading.Event()
        self._process = subprocess.Popen(
            [sys.executable, UNBUFFERED, "-X", "utf8", "-m", "katas._runner.child.fork_server"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,  # for the output of the forks
            text=True,
            **own_group(),
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._output: Printed | None = None
        read_all(self._process.stderr, self._printed, self._printed_all)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and its run."""
        for fork in list(self._forks.values()):
            fork.end()
        if self._is_mute or not self._is_ready.is_set():
            self._process.kill()  # it is stopped, or still imports and has not forked
        with suppress(OSError, subprocess.TimeoutExpired):
            if self._process.stdin:
                self._process.stdin.close()  # it ends when its input closes
            self._process.wait(_GRACE)
        self._process.kill()
        self._process.wait()
        self._listener.join(_GRACE)
        if self._process.stdout and not self._listener.is_alive():
            self._process.stdout.close()

    def is_usable(self, shared: str) -> bool:
        """Return whether it is alive, and has imported the files with this fingerprint."""
        is_well = self._listener.is_alive() and not self._is_mute
        return is_well and self._shared == shared

    @property
    def _is_mute(self) -> bool:
        """Whether it has not reported the end of a run that was ended."""
        return any(fork.is_lost for fork in list(self._forks.values()))

    def start(
        self,
        kata: Kata,
        folder: Path = KATAS,
        time_limit: float = DEFAULT_TIME_LIMIT,
        only: Sequence[str] = (),
    ) -> Run:
        """Start a run; it begins after the one before has ended. `time_limit` is in seconds."""
        return Run(kata, folder, time_limit, only, self._fork)

    def run(
        self,
        kata: Kata,
        folder: Path = KATAS,
        time_limit: float = DEFAULT_TIME_LIMIT,
        only: Sequence[str] = (),
        *,
        until_failure: bool = False,
    ) -> Result:
        """Run a kata to the end, or until a scenario fails. `time_limit` is in seconds."""
        with self.start(kata, folder, time_limit, only) as running:
            return running.wait_for_failure() if until_failure else running.wait()

    def _fork(self, request: RunRequest) -> Fork:
        number, fork = next(self._numbers), Fork(request.channel)
        self._forks[number] = fork
        self._output = fork.output
        try:
            print(json.dumps([number, *request.arguments()]), file=self._process.stdin, flush=True)
        except (OSError, ValueError):  # its input is closed
            fork.lost()
        if not self._listener.is_alive():
            fork.lost()
        return fork

    def _printed(self, data: bytes) -> None:
        """Pass on what the present run prints."""
        if self._output:
            self._output.add(data)

    def _printed_all(self) -> None:
        """Pass on that the process has ended, and that nothing more is printed."""
        if self._output:
            self._output.end()

    def _listen(self) -> None:
        """Pass on the messages of the process, until it ends."""
        for line in self._process.stdout or ():
            number, what, value = json.loads(line)
            if what == "ready":
                self._is_ready.set()
            elif what == "begun":
                self._forks[number].begun(value)
            else:
                self._forks.pop(number).ended(value)
        for fork in list(self._forks.values()):
            fork.lost()
