"""A warm process: it has imported what every run needs, and forks for each run.

A cold run spends most of its time on imports. Where there is no fork (Windows), there is no warm
process, and runs stay cold.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from . import child
from .catalogue import Kata
from .launch import DEFAULT_TIME_LIMIT, environment, own_group
from .paths import KATAS, ROOT
from .report import Report
from .result import Result

IS_POSSIBLE = hasattr(os, "fork")

_NEEDED = (
    "eventsourcing.projection",
    "eventsourcing.system",
    "eventsourcing_sqlalchemy.factory",
    "katas.given",
    "pytest",
    "pytest_bdd.plugin",
    "sqlalchemy.orm",
    f"{__package__}.scenarios",
)


class Warm:
    """Runs katas, one at a time, in forks of one process. Leaving the `with` block ends it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", __name__],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **own_group(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()  # the end of its input is the end of it

    def run(
        self,
        kata: Kata,
        folder: Path = KATAS,
        time_limit: float = DEFAULT_TIME_LIMIT,
        only: Sequence[str] = (),
    ) -> Result:
        """Run a kata and wait for its result.

        `time_limit` is in seconds; `only` are the titles of the scenarios to run, none for all.
        """
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="kata-") as desk:
            code = self._ask(kata.slug, str(folder), desk, time_limit, only)
            result = Report(kata, folder, Path(desk), time_limit).read(code, "")
        result.seconds = round(time.monotonic() - begun, 3)
        return result

    def _ask(self, *request: object) -> int:
        if not self._process.stdin or not self._process.stdout:
            raise BrokenPipeError("the warm process has no pipes")
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


def serve() -> None:
    """Answer each request with the exit code of its run, until there are no more."""
    for name in _NEEDED:
        importlib.import_module(name)
    gc.freeze()  # a fork's garbage collection then leaves alone what they share
    for line in sys.stdin:
        slug, folder, desk, time_limit, only = json.loads(line)
        forked = os.fork()
        if not forked:
            _let_go()
            child.main(slug, Path(folder), Path(desk), time_limit, only)
        _, status = os.waitpid(forked, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _let_go() -> None:
    """Leave the standing process its input and output."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


if __name__ == "__main__":
    serve()
