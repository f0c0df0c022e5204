"""Makes pytest judge a learner's files as the `kata` command does."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import SkipTest

import pytest

from katas._runner.child.output import Output
from katas._runner.protocol import cut_text

_LEFT_OUT = (pytest.skip.Exception, pytest.xfail.Exception, SkipTest)
"""Exceptions that skip a test: pytest would not count them as failures."""

_ONLY_RETURNS = "the code skips the scenario; a kata only returns or raises"

_ENDED = b"\nThe code has ended the process (os._exit): nothing more was run.\n"


class Learners:
    """Stops a learner's code from ending or skipping a run, which would then seem solved."""

    def __init__(self, config: pytest.Config) -> None:
        self._has_capture = config.option.capture != "no"
        self._capture: Any = config.pluginmanager.get_plugin("capturemanager")
        self._process = os.getpid()
        self._exit = os._exit
        os._exit = self._end  # type: ignore[assignment]

    def pytest_unconfigure(self) -> None:
        """Restore `os._exit`."""
        os._exit = self._exit

    def _end(self, status: int) -> None:
        """End the process, and say so, except in a fork."""
        if os.getpid() == self._process:
            if self._capture:
                self._capture.suspend_global_capture(in_=True)
            os.write(2, _ENDED)
            status = status or 1
        self._exit(status)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_make_collect_report(self) -> Any:
        """Watch the import of a learner's module, and count a skip as a failure."""
        with self._watched():
            report = yield
        if report.skipped:
            report.outcome, report.longrepr = "failed", _ONLY_RETURNS
        return report

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self) -> Any:
        """Watch a scenario, and count a skip as a failure."""
        with self._watched():
            try:
                return (yield)
            except _LEFT_OUT as error:
                raise AssertionError(_ONLY_RETURNS) from error

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Run the code with an output that it may close, and count `pytest.exit` as a failure."""
        streams = sys.stdout, sys.stderr
        printed = io.BytesIO(), io.BytesIO()
        if self._has_capture:
            sys.stdout, sys.stderr = Output(printed[0].write, 1), Output(printed[1].write, 2)
        try:
            yield
        except pytest.exit.Exception as error:
            error.returncode = error.returncode or 1
            raise
        finally:
            sys.stdout, sys.stderr = streams
            for stream, said in zip(streams, printed, strict=True):
                stream.write(cut_text(said.getvalue()))
