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

from . import main
from .instrumentation import given_functions
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
    requests = Requests()
    _prepare()
    with suppress(Exception):  # what cannot begin here says why in each fork
        from .begun_session import BegunSession  # noqa: PLC0415 - it imports pytest

        BegunSession(requests.next).run()
    request = requests.next()
    if request:
        main.main(request)


class Requests:
    """The requests, each in a fork of its own."""

    def __init__(self) -> None:
        self._messages, self._output = os.dup(1), os.dup(2)
        redirect_to_null(1, 2)
        self._is_ready = False

    def next(self) -> RunRequest | None:
        """Return each request in a fork; in this process, return None when there are no more."""
        if not self._is_ready:
            self._is_ready = True
            gc.collect()
            gc.freeze()  # garbage collection in a fork would copy shared memory
            _tell(self._messages, 0, "ready", os.getpid())
        for line in sys.stdin:
            number, request = _read(line)
            _parse_start_state(request.slug)
            forked = os.fork()
            if not forked:
                self._begin(number)
                return request
            status = wait_for(forked)
            if status is None:
                abandon(forked, request.channel)
            end_group(forked)  # processes that the run has left behind
            if status is None:
                return None
            os.write(self._output, mark(request.channel, END))
            _tell(self._messages, number, "ended", os.waitstatus_to_exitcode(status))
        return None

    def _begin(self, number: int) -> None:
        """Begin a run in a process group of its own, which can be ended as a whole."""
        os.setsid()
        _tell(self._messages, number, "begun", os.getpid())
        os.close(self._messages)
        os.dup2(self._output, 1)
        os.dup2(self._output, 2)
        os.close(self._output)
        redirect_to_null(0)


def _prepare() -> None:
    """Do once what every run needs. An import that fails here fails again in the run."""
    for name in _NEEDED:
        with suppress(Exception):
            importlib.import_module(name)
    for slug in published.slugs():
        published.files(slug)


def _parse_start_state(slug: str) -> None:
    """Parse what the kata's modules are compared with, once for all its runs."""
    with suppress(Exception):  # an error happens again in the run
        for name in published.modules(slug):
            given_functions(published.files(slug)[name])


def _read(line: str) -> tuple[int, RunRequest]:
    number, *arguments = json.loads(line)
    return number, RunRequest.read(arguments)


def _tell(messages: int, number: int, what: str, value: int) -> None:
    os.write(messages, json.dumps([number, what, value]).encode() + b"\n")


if __name__ == "__main__":
    serve()
