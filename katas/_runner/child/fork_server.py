"""The fork server, `python -m katas._runner.child.fork_server`: prepares what it can, and forks.

Each line of its input is a request in JSON: a number, and the arguments of `child`. Each line of
its output is a message: the number, `begun` with the process, or `ended` with the exit code. At
first it says that it is `ready`. What its forks print goes to its stderr, up to a mark of the end.
It never imports a kata: that is for the forks.
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
from .supervision import abandon, let_go, wait_for

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
    let_go(1, 2)
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
        end_group(forked)  # what it has started and left behind
        if status is None:
            return
        os.write(output, mark(request.channel, END))
        _tell(messages, number, "ended", os.waitstatus_to_exitcode(status))


def _prepare() -> None:
    """Do once what each run would do alike. What cannot be imported fails again in the run."""
    for name in _NEEDED:
        with suppress(Exception):
            importlib.import_module(name)
    for slug in published.slugs():
        published.files(slug)
    pytest_session.rehearse()
    gc.collect()
    gc.freeze()  # a fork's garbage collection then leaves alone what they share


def _run(messages: int, output: int, number: int, request: RunRequest) -> None:
    """Be a run: a group of its own, which can be ended as a whole, and hold but its output."""
    os.setsid()
    _tell(messages, number, "begun", os.getpid())
    os.close(messages)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    let_go(0)
    main.main(request)


def _read(line: str) -> tuple[int, RunRequest]:
    number, *arguments = json.loads(line)
    return number, RunRequest.read(arguments)


def _tell(messages: int, number: int, what: str, value: int) -> None:
    os.write(messages, json.dumps([number, what, value]).encode() + b"\n")


if __name__ == "__main__":
    serve()
