"""A race without chance: every racer has decided before any of them writes.

The racers are threads. At its first write, each waits until all others have come so far or have
ended. Then all of them write at once.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Condition, local
from typing import Any

TIMEOUT = 3.0
"""Seconds to wait for a racer; after that, something blocks it."""


class Race:
    """Makes racers wait for each other, and counts how often each of them tries to write."""

    def __init__(self) -> None:
        self.writes: Counter[int] = Counter()
        self.is_held_up = False
        self._racers = 0
        self._ready: set[int] = set()
        self._change = Condition()
        self._thread = local()

    def run(self, tasks: list[Callable[[], Any]]) -> list[Any]:
        """Run all tasks at once, and return their results."""
        self._racers = len(tasks)
        with ThreadPoolExecutor(len(tasks)) as pool:
            return list(pool.map(self._run, range(len(tasks)), tasks))

    def before_write(self) -> None:
        """Let a racer wait at its first write until all others are ready to write or have ended."""
        self.writes[self._thread.number] += 1
        self._get_ready()
        with self._change:
            if not self._change.wait_for(lambda: len(self._ready) == self._racers, TIMEOUT):
                self.is_held_up = True

    def _run(self, number: int, task: Callable[[], Any]) -> Any:
        self._thread.number = number
        try:
            return task()
        finally:
            self._get_ready()

    def _get_ready(self) -> None:
        with self._change:
            self._ready.add(self._thread.number)
            self._change.notify_all()
