"""What can happen while a kata is watched."""

from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeAlias

from katas._runner.result import Result
from katas._runner.run.run import Run


@dataclass(frozen=True)
class Saved:
    """Some file was perhaps saved; its content decides."""


@dataclass(frozen=True)
class Pressed:
    """A key was pressed."""

    key: str


@dataclass(frozen=True)
class Resumed:
    """Somebody goes on after Ctrl-Z: on the screen is what they did in the meantime."""


@dataclass(frozen=True)
class Finished:
    """A run came to its end, or was ended."""

    run: Run
    result: Future[Result]


@dataclass(frozen=True)
class Watching:
    """The files are watched from now on; `how` is for people."""

    how: str


Event: TypeAlias = Saved | Pressed | Resumed | Finished | Watching
Queue: TypeAlias = SimpleQueue[Event]
