"""A request in the process that runs it: what comes before pytest runs the scenarios, and after."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from katas._runner import import_hook, published, pytest_settings
from katas._runner.catalogue import find
from katas._runner.protocol import MESSAGES, WHERE, RunRequest
from katas._runner.result import Error

from . import tracebacks
from .damage import in_what_is_shared
from .diagnosis import Diagnosis
from .messages import MessageWriter
from .output import RunOutput
from .preflight import first_damaged, first_missing, first_unreadable, read_feature
from .recorders import Recorders
from .time_limit import TimeLimit
from .warning_recorder import WarningRecorder

if TYPE_CHECKING:
    from .plugin import ScenarioPlugin

_MOST_MEMORY = 4 * 1024**3
"""Bytes. An endless allocation then raises a MemoryError, instead of freezing the laptop."""


class _FaultError(Exception):
    """The scenarios cannot run."""

    def __init__(self, error: Error) -> None:
        super().__init__(error.message)
        self.error = error


class Execution:
    """Imports a kata, follows its scenarios, and ends the process."""

    def __init__(self, request: RunRequest) -> None:
        where = (request.channel / WHERE).open("w", encoding="utf-8")
        self._request = request
        self._limit = TimeLimit(where, request.time_limit)
        _limit_memory()
        self._messages = MessageWriter(request.channel / MESSAGES)
        self._output = RunOutput(request.channel)
        sys.stdout = sys.stderr = self._output
        self._diagnosis = Diagnosis(request.folder / request.slug)
        self._plugin: ScenarioPlugin | None = None

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Report every error, and end the process then."""
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - every error must be reported
            try:
                known = error.error if isinstance(error, _FaultError) else None
                self._messages.error(known or self._diagnosis.explain(error))
            finally:
                self.end()

    def end(self) -> NoReturn:
        """End the process, even if the learner's threads still run."""
        try:
            self._messages.send("end")
        finally:
            os._exit(0)

    def prepare(self) -> "ScenarioPlugin":
        """Import the kata, and return the pytest plugin that follows its scenarios."""
        slug = self._request.slug
        scenarios = self._plan()
        names = published.modules(slug)
        _raise_if_any(first_unreadable(self._request.folder / slug, names))
        recorders = self._begin_to_record()
        for name in names:
            importlib.import_module(f"katas.{slug}.{Path(name).stem}")
        recorders.install_rest()
        from .plugin import ScenarioPlugin  # noqa: PLC0415 - `_plan` has imported it

        def begin_scenario(number: int) -> None:
            self._output.begin_scenario(number)
            for each in (self._diagnosis, recorders, self._limit):
                each.begin()

        lines = [each["line"] for each in scenarios]
        self._plugin = ScenarioPlugin(
            self._messages, self._diagnosis, recorders, begin_scenario, lines
        )
        if only := self._request.only:
            self._plugin.choose([n for n, each in enumerate(scenarios) if each["title"] in only])
        return self._plugin

    def _plan(self) -> list[dict[str, Any]]:
        """Send the feature and its scenarios, and return these."""
        slug = self._request.slug
        _raise_if_any(first_missing(slug))
        from .plugin import planned  # noqa: PLC0415 - within the time limit

        _raise_if_any(first_damaged(self._request.folder / slug, slug))
        feature = read_feature(slug)
        if isinstance(feature, Error):
            raise _FaultError(feature)
        scenarios = planned(feature)
        self._messages.send("feature", title=feature.name, scenarios=scenarios)
        return scenarios

    def _begin_to_record(self) -> Recorders:
        """Record what the kata does from its import on, and count its time."""
        slug, katas, diagnosis = self._request.slug, self._request.folder, self._diagnosis
        recorders = Recorders(diagnosis.events, katas / slug, find(slug).contexts)
        recorders.install(self._messages)
        WarningRecorder(self._messages, diagnosis).install()
        tracebacks.show_only(diagnosis.places.is_mine)
        diagnosis.places.given = given = published.given(slug)
        diagnosis.calls.published = lambda name: published.files(slug).get(name, b"")
        import_hook.read_katas_from(katas, diagnosis.calls, given, recorders.commands)
        self._limit.begin()
        return recorders

    def conclude(self, complaint: str | None) -> None:
        """Report why pytest has not run all scenarios to the end; `complaint` is None if it has.

        Something more precise may be known, or be said already.
        """
        fault = pytest_settings.fault() if complaint else None
        is_explained = self._plugin is not None and self._plugin.has_explained
        if complaint and not fault and not is_explained:
            message = f"pytest could not run the scenarios: {complaint}"
            shared = in_what_is_shared(self._request.slug, message)
            fault = shared or Error("PytestError", message)
        _raise_if_any(fault)


def _raise_if_any(error: Error | None) -> None:
    if error:
        raise _FaultError(error)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource  # noqa: PLC0415 - missing on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
