"""Tests in several processes."""

import os

import pytest


def share(config: pytest.Config) -> None:
    """Let a process for each core run the tests, each module in one, as `-n` of pytest-xdist would.

    Nothing changes if somebody has chosen with `-n`, or wants to see or debug a test as it runs.
    """
    is_worker = hasattr(config, "workerinput")
    if is_worker or not config.pluginmanager.hasplugin("xdist"):
        return
    options = config.option
    if options.numprocesses is None and options.capture != "no" and not options.usepdb:
        options.dist, options.tx = "loadfile", ["popen"] * (os.cpu_count() or 1)
