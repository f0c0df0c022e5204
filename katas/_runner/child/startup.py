"""The pytest plugin of a start: what pytest says when it cannot run, and where it looks for tests.

What pytest says of its settings is no output of the learner's code, and goes to nobody otherwise.
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
    """Listens to pytest as long as none of the learner's code can run."""

    def __init__(self) -> None:
        self._said = io.StringIO()
        self._stderr: Any = sys.stderr
        self._folder: str | None = None

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Start from the top of the checkout, wherever the learner's code has gone to."""
        self._stderr, sys.stderr = sys.stderr, self._said
        with suppress(OSError):  # the code may have removed the folder
            self._folder = os.getcwd()  # noqa: PTH109 - it is only gone back to
        os.chdir(ROOT)
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            self._said.write(f"{type(error).__name__}: {error}")
        finally:
            if sys.stderr is self._said:
                sys.stderr = self._stderr

    @property
    def complaint(self) -> str:
        """What pytest has said, in a few lines."""
        return pytest_settings.gist(self._said.getvalue())

    @pytest.hookimpl(wrapper=True)
    def pytest_cmdline_main(self) -> Any:
        """Restore the output: what comes now prints for itself."""
        sys.stderr = self._stderr
        try:
            return (yield)
        except pytest.UsageError as error:
            self._said.write("\n".join(map(str, error.args)))
            return pytest.ExitCode.USAGE_ERROR

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what nobody has expected. True: it needs not be printed."""
        self._said.write(excinfo.exconly())
        return True

    def pytest_collection_finish(self) -> None:
        """Go back to where the learner's code was."""
        if self._folder:
            with suppress(OSError):
                os.chdir(self._folder)
