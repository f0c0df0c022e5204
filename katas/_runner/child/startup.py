"""The pytest plugin for its start: keeps what pytest says if it cannot run.

What pytest says about its settings is not output of the learner's code, and would be lost.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from katas._runner import pytest_settings
from katas._runner.paths import ROOT


class Startup:
    """Keeps pytest's messages as long as no code of the learner can run."""

    def __init__(self) -> None:
        self._said = io.StringIO()
        self._stderr: Any = sys.stderr
        self._folder: str | None = None

    def go_to_top(self) -> None:
        """Go to the checkout's top, even if the learner's code has changed the folder."""
        with suppress(OSError):  # the code may have removed the folder
            self._folder = os.getcwd()  # noqa: PTH109 - only for the way back
        os.chdir(ROOT)

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Start in the checkout's top."""
        self._stderr, sys.stderr = sys.stderr, self._said
        self.go_to_top()
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            self._said.write(f"{type(error).__name__}: {error}")
        finally:
            if sys.stderr is self._said:
                sys.stderr = self._stderr

    @property
    def complaint(self) -> str:
        """What pytest has said, shortened."""
        return pytest_settings.gist(self._said.getvalue())

    @pytest.hookimpl(wrapper=True)
    def pytest_cmdline_main(self) -> Any:
        """Restore stderr: from now on, output is that of the scenarios."""
        sys.stderr = self._stderr
        try:
            return (yield)
        except pytest.UsageError as error:
            self._said.write("\n".join(map(str, error.args)))
            return pytest.ExitCode.USAGE_ERROR

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep an internal error. Return True, so that pytest does not print it."""
        self._said.write(excinfo.exconly())
        return True

    def pytest_collection_finish(self) -> None:
        """Go back to the folder that the learner's code has chosen."""
        if self._folder:
            with suppress(OSError):
                os.chdir(self._folder)
