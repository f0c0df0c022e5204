"""Waits for a run's process, and ends it if the command is gone: killed, or with its terminal.

The command holds the other end of this process's standard input. However it ends, the system
closes that. Whoever waits here runs no learner's code, so none can keep it from noticing.
"""

import os
import select
import shutil
import signal
import threading
from pathlib import Path

from katas._runner.processes import end_group

CAN_FORK = hasattr(os, "fork")


def wait_for(process: int) -> int | None:
    """Wait for the end of a child, and return its status; None if the command is gone first."""
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    handler = signal.signal(signal.SIGCHLD, lambda *_: None)  # the one that is ignored wakes nobody
    wakened = signal.set_wakeup_fd(writer)
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    poll.register(0, select.POLLHUP)
    try:
        while True:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                return status
            if any(event & select.POLLHUP for _, event in poll.poll()):
                return None
            os.read(reader, 99)
    finally:
        signal.set_wakeup_fd(wakened)
        signal.signal(signal.SIGCHLD, handler)
        os.close(reader)
        os.close(writer)


def abandon(process: int, channel: Path) -> None:
    """End a child that nobody waits for any more, and remove its folder as the command would."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    shutil.rmtree(channel, ignore_errors=True)


def end_with_input() -> None:
    """End this process with all that it has started when its standard input ends (Windows).

    Code that does not let go of Python's lock goes on to its time limit.
    """
    command = os.dup(0)

    def wait() -> None:
        os.read(command, 1)
        end_group(os.getpid())
        os._exit(1)  # this process may be the only one of its tree that is left

    threading.Thread(target=wait, daemon=True).start()


def let_go(*descriptors: int) -> None:
    """Connect an input or output to nothing."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
