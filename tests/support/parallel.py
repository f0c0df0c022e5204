"""Tests in several processes."""

import os
from collections import Counter

import pytest

PROCESSES = 1 + (os.cpu_count() or 1)
"""One more than there are cores: many tests wait for others, or for a process."""

_LONG = ("test_installation.py", "test_commands.py")
"""Modules whose few tests take long. If they began last, the other processes would wait."""


def share(config: pytest.Config) -> None:
    """Let several processes run the tests, each module in one, as `-n` of pytest-xdist would.

    Nothing changes if somebody has chosen with `-n`, or wants to see or debug a test as it runs.
    """
    if is_worker(config) or not config.pluginmanager.hasplugin("xdist"):
        return
    options = config.option
    if options.numprocesses is None and options.capture != "no" and not options.usepdb:
        options.dist, options.tx = "loadfile", ["popen"] * PROCESSES
        options.loadscopereorder = False  # the order is ours


def is_worker(config: pytest.Config) -> bool:
    """Return whether this is one of several processes that run the tests."""
    return hasattr(config, "workerinput")


def begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Put the longest modules first: those that are known to be long, then those of most tests."""
    tests = Counter(item.path for item in items)
    items.sort(
        key=lambda item: (item.path.name not in _LONG, -tests[item.path], item.path.as_posix())
    )
