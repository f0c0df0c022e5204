"""The process in which the learner's code runs: `python -m katas._runner.child.main`.

Its standard input is a pipe from the command: when the pipe closes, the run ends. Its arguments are
the kata's slug, the folder that `katas` is imported from, a folder for its messages, the time limit
in seconds, and the titles of the scenarios to run (none: all). All its messages are in
`messages.jsonl` there. When the time limit is reached, `where.txt` says which line was running.
"""

import gc
import importlib
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from katas._runner import import_hook, published, pytest_settings
from katas._runner.catalogue import find
from katas._runner.processes import end_group
from katas._runner.protocol import MESSAGES, TEMPORARY, WHERE, RunRequest
from katas._runner.result import Error

from . import pytest_session, supervision, tracebacks
from .damage import in_what_is_shared
from .diagnosis import Diagnosis
from .messages import MessageWriter
from .output import RunOutput
from .preflight import first_damaged, first_missing, first_unreadable, read_feature
from .recorders import Recorders
from .time_limit import TimeLimit
from .warning_recorder import WarningRecorder

_MOST_MEMORY = 4 * 1024**3
"""Bytes. An endless allocation then raises a MemoryError, instead of freezing the laptop."""

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
    where = (request.channel / WHERE).open("w", encoding="utf-8")
    limit = TimeLimit(where, request.time_limit)
    _limit_memory()
    messages = MessageWriter(request.channel / MESSAGES)
    output = RunOutput(request.channel)
    sys.stdout = sys.stderr = output
    diagnosis = Diagnosis(request.folder / request.slug)
    try:
        _run(request, messages, output, diagnosis, limit)
        messages.send("end")
    except BaseException as error:  # noqa: BLE001 - every error must be reported
        messages.error(diagnosis.explain(error))
        messages.send("end")
    finally:
        os._exit(0)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource  # noqa: PLC0415 - missing on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _run(
    request: RunRequest,
    messages: MessageWriter,
    output: RunOutput,
    diagnosis: Diagnosis,
    limit: TimeLimit,
) -> None:
    katas, slug = request.folder, request.slug
    folder = katas / slug
    error = first_missing(slug)
    if error:
        messages.error(error)
        return
    from .plugin import ScenarioPlugin, planned  # noqa: PLC0415 - within the time limit

    error = first_damaged(folder, slug)
    if error:
        messages.error(error)
        return
    feature = read_feature(slug)
    if isinstance(feature, Error):
        messages.error(feature)
        return
    scenarios = planned(feature)
    messages.send("feature", title=feature.name, scenarios=scenarios)
    names = published.modules(slug)
    error = first_unreadable(folder, names)
    if error:
        messages.error(error)
        return
    recorders = Recorders(diagnosis.events, folder, find(slug).contexts)
    recorders.install(messages)
    WarningRecorder(messages, diagnosis).install()
    tracebacks.show_only(diagnosis.places.is_mine)
    diagnosis.places.given = published.given(slug)
    diagnosis.calls.published = lambda name: published.files(slug).get(name, b"")
    import_hook.read_katas_from(katas, diagnosis.calls, diagnosis.places.given, recorders.commands)
    limit.begin()
    for name in names:
        importlib.import_module(f"katas.{slug}.{Path(name).stem}")
    recorders.install_rest()
    numbers = [number for number, each in enumerate(scenarios) if each["title"] in request.only]

    def begin_scenario(number: int) -> None:
        output.begin_scenario(number)
        for each in (diagnosis, recorders, limit):
            each.begin()

    watch = ScenarioPlugin(messages, diagnosis, recorders, begin_scenario, numbers)
    complaint = pytest_session.run(slug, katas, watch, request.channel / TEMPORARY)
    cause = _why(slug, complaint, is_reported=watch.has_explained) if complaint else None
    if cause:
        messages.error(cause)


def _why(slug: str, complaint: str, *, is_reported: bool) -> Error | None:
    """Return why pytest has not run the scenarios; None if a message has said it already."""
    message = f"pytest could not run the scenarios: {complaint}"
    fault = pytest_settings.fault()
    if fault or is_reported:
        return fault
    return in_what_is_shared(slug, message) or Error("PytestError", message)


if __name__ == "__main__":
    begin(RunRequest.read(sys.argv[1:]))
