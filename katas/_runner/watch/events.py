"""The events of `kata watch`."""

from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeAlias

from katas._runner.result import Result
from katas._runner.run.shared_run import SharedRun


@dataclass(frozen=True)
class Saved:
    """A file may have been saved; the fingerprint decides."""


@dataclass(frozen=True)
class Pressed:
    """A key was pressed."""

    key: str


@dataclass(frozen=True)
class Resumed:
    """The command goes on after Ctrl-Z; the screen shows other commands now."""


@dataclass(frozen=True)
class Verdict:
    """The scenario that failed last, or that is on the wall, has run; the others still run."""

    run: SharedRun


@dataclass(frozen=True)
class Finished:
    """A run has ended, or was ended."""

    run: SharedRun
    result: Future[Result]


@dataclass(frozen=True)
class Watching:
    """The files are watched from now on; `how` is a text for people."""

    how: str


Event: TypeAlias = Saved | Pressed | Resumed | Verdict | Finished | Watching
Queue: TypeAlias = SimpleQueue[Event]
