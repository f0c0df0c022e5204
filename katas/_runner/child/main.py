"""The process in which the learner's code runs: `python -m katas._runner.child.main`.

Its standard input is a pipe from the command: when the pipe closes, the run ends. Its arguments are
the kata's slug, the folder that `katas` is imported from, a folder for its messages, the time limit
in seconds, and the titles of the scenarios to run (none: all). All its messages are in
`messages.jsonl` there. When the time limit is reached, `where.txt` says which line was running.
"""

import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from katas._runner.processes import end_group
from katas._runner.protocol import RunRequest

from . import pytest_session, supervision
from .execution import Execution

gc.set_threshold(100_000, 50, 50)  # imports alone would start dozens of collections


def begin(request: RunRequest) -> None:
    """Run a request in a fork of this process, which waits for it and for the command's end."""
    if supervision.CAN_FORK:
        forked = os.fork()
        if forked:
            _supervise(forked, request.channel)
    else:
        supervision.end_with_input()
    supervision.redirect_to_null(0)
    main(request)


def _supervise(run: int, channel: Path) -> None:
    """End like the run ends. If the command is gone, end the run and all that it has started."""
    status = supervision.wait_for(run)
    if status is None:
        supervision.abandon(run, channel)
        end_group(os.getpgrp())
    code = os.waitstatus_to_exitcode(status or 0)
    if code < 0:
        with suppress(OSError):  # some signals cannot be set
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def main(request: RunRequest) -> None:
    """Run the scenarios of a kata and end the process, even if the learner's threads still run."""
    execution = Execution(request)
    with execution.reporting():
        plugin = execution.prepare()
        execution.conclude(pytest_session.run(request, plugin))
    execution.end()


if __name__ == "__main__":
    begin(RunRequest.read(sys.argv[1:]))
