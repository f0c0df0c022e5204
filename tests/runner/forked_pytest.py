"""Plain pytest in a process of its own, forked from one that has imported what pytest needs."""

import multiprocessing
import os
import sys

_PRELOAD = ["pytest", "pytest_bdd.plugin", "eventsourcing.sqlite", "eventsourcing.system"]
"""Libraries only: each run imports the tests and the katas anew."""

_TIME_LIMIT = 120.0
"""Seconds."""

if sys.platform == "win32":  # it cannot fork: a process imports everything anew
    from multiprocessing import Process
else:
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(_PRELOAD)
    Process = _CONTEXT.Process


def exit_code(*arguments: str) -> int | None:
    """Run pytest to the end, and return its exit code, or minus a signal's number.

    Nobody sees its output. Raises `TimeoutError` if it does not end.
    """
    process = Process(target=_run, args=arguments)
    process.start()
    process.join(_TIME_LIMIT)
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"pytest has not ended: {arguments}")
    return process.exitcode


def _run(*arguments: str) -> None:
    """Do what `python -m pytest` does."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    import pytest  # noqa: PLC0415 - the fork has it already

    sys.argv[1:] = arguments
    sys.exit(pytest.console_main())
