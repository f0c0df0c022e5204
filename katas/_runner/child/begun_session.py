"""A session of pytest that has begun, and waits for requests where it would collect tests.

A fork goes on from there. It need not read pytest's settings, nor look for fixtures in all steps.
"""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from pytest_bdd.steps import step_function_context_registry

from katas._runner.import_hook import KataFinder
from katas._runner.paths import KATAS, TESTS
from katas._runner.protocol import RunRequest

from . import pytest_session
from .execution import Execution
from .startup import Startup


class BegunSession:
    """The pytest plugin that waits.

    `next_request` returns each request in a fork of its own, and None, in this process, when there
    are no more.
    """

    def __init__(self, next_request: Callable[[], RunRequest | None]) -> None:
        self._next_request = next_request
        self._startup = Startup()
        self._execution: Execution | None = None
        self._in_fork = ExitStack()

    def run(self) -> None:
        """Begin the session, and return when there are no more requests.

        It also returns if pytest cannot begin, for instance because of a step that it cannot
        import; then no request has been asked for.
        """
        code = None
        pytest_session.hide_logs()
        with self._in_fork:
            with self._startup.begin():
                code = pytest.main(
                    [
                        *pytest_session.options(KATAS),
                        pytest_session.from_top(TESTS / "conftest.py"),
                    ],
                    plugins=[self, self._startup],
                )
            if self._execution:
                self._execution.conclude(pytest_session.complaint(code, self._startup))
        if self._execution:
            self._execution.end()
        _forget_the_katas()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Wait for a request, and let a fork go on with it."""
        for definition in step_function_context_registry.values():
            definition.parser.is_matching("")  # compiles the expression of a step's text
        _forget_the_katas()
        request = self._next_request()
        if request is None:
            pytest.exit("There are no more requests.")
        self._execution = Execution(request)
        self._in_fork.enter_context(self._execution.reporting())
        with self._execution.reporting():  # pytest would keep the error for itself
            plugin = self._execution.prepare()
            self._startup.go_to_top()
            _turn(session.config, request)
            session.config.pluginmanager.register(plugin)


def _forget_the_katas() -> None:
    """Let a fork choose where katas come from, and what records their calls."""
    sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, KataFinder)]


def _turn(config: pytest.Config, request: RunRequest) -> None:
    """Turn a session that has begun to the test of a request, and to its folders."""
    config.args[:] = [pytest_session.test(request)]
    config.option.katas = request.folder
    config.option.basetemp = pytest_session.temporary(request)
    temporary_folders: Any = config.pluginmanager.get_plugin("tmpdir")
    temporary_folders.pytest_configure(config)
