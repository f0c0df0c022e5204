"""Tests in several processes."""

import os

import pytest

PROCESSES = 1 + (os.cpu_count() or 1)
"""One more than there are cores: many tests wait for others, or for a process."""


def share(config: pytest.Config) -> None:
    """Let several processes run the tests, each module in one, as `-n` of pytest-xdist would.

    Nothing changes if somebody has chosen with `-n`, or wants to see or debug a test as it runs.
    """
    is_worker = hasattr(config, "workerinput")
    if is_worker or not config.pluginmanager.hasplugin("xdist"):
        return
    options = config.option
    if options.numprocesses is None and options.capture != "no" and not options.usepdb:
        options.dist, options.tx = "loadfile", ["popen"] * PROCESSES
