"""Waits for a run's process, and ends it if the command has ended: killed, or with its terminal.

The command has the other end of this process's standard input. However the command ends, the system
closes that pipe. The waiting process runs no learner's code, so nothing can stop it from noticing.
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
    handler = signal.signal(signal.SIGCHLD, lambda *_: None)  # else it would not wake the poll
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
    """End a run that nobody waits for any more, and remove its folder, as the command would."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    shutil.rmtree(channel, ignore_errors=True)


def end_with_input() -> None:
    """End this process and all that it has started when its standard input closes (Windows).

    Code that does not release Python's global lock goes on until its time limit.
    """
    command = os.dup(0)

    def wait() -> None:
        os.read(command, 1)
        end_group(os.getpid())
        os._exit(1)  # in case `end_group` has not ended this process

    threading.Thread(target=wait, daemon=True).start()


def redirect_to_null(*descriptors: int) -> None:
    """Connect inputs or outputs to the null device."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
