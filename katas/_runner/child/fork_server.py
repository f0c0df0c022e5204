"""The fork server, `python -m katas._runner.child.fork_server`: imports what runs share, and forks.

Each line of its input is a request in JSON: a number, and the arguments of `child`. Each line of
its output is a message: the number, and `begun` with the process id or `ended` with the exit code.
Its first message is `ready`. The output of its forks goes to its stderr, and ends with a mark.
It never imports a kata: only the forks do.
"""

import gc
import importlib
import json
import os
import sys
from contextlib import suppress

from katas._runner import published
from katas._runner.processes import end_group
from katas._runner.protocol import END, RunRequest, mark

from . import main, pytest_session
from .supervision import abandon, redirect_to_null, wait_for

_NEEDED = (
    "_strptime",
    "eventsourcing.projection",
    "eventsourcing.sqlite",
    "eventsourcing.system",
    "eventsourcing_sqlalchemy.factory",
    "katas.given",
    "pytest_bdd.plugin",
    "resource",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    f"{__package__}.plugin",
)


def serve() -> None:
    """Answer each request, until there are no more."""
    messages, output = os.dup(1), os.dup(2)
    redirect_to_null(1, 2)
    _prepare()
    _tell(messages, 0, "ready", os.getpid())
    for line in sys.stdin:
        number, request = _read(line)
        forked = os.fork()
        if not forked:
            _run(messages, output, number, request)
        status = wait_for(forked)
        if status is None:
            abandon(forked, request.channel)
        end_group(forked)  # processes that the run has left behind
        if status is None:
            return
        os.write(output, mark(request.channel, END))
        _tell(messages, number, "ended", os.waitstatus_to_exitcode(status))


def _prepare() -> None:
    """Do once what every run needs. An import that fails here fails again in the run."""
    for name in _NEEDED:
        with suppress(Exception):
            importlib.import_module(name)
    for slug in published.slugs():
        published.files(slug)
    pytest_session.rehearse()
    gc.collect()
    gc.freeze()  # garbage collection in a fork would copy shared memory


def _run(messages: int, output: int, number: int, request: RunRequest) -> None:
    """Run a request in a process group of its own, which can be ended as a whole."""
    os.setsid()
    _tell(messages, number, "begun", os.getpid())
    os.close(messages)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    redirect_to_null(0)
    main.main(request)


def _read(line: str) -> tuple[int, RunRequest]:
    number, *arguments = json.loads(line)
    return number, RunRequest.read(arguments)


def _tell(messages: int, number: int, what: str, value: int) -> None:
    os.write(messages, json.dumps([number, what, value]).encode() + b"\n")


if __name__ == "__main__":
    serve()
