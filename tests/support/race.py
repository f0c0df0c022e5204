"""A race without chance: every racer has decided before any of them writes.

The racers are threads. At each write, each waits until all others have come as far or have ended.
Then all of them write at once. So whoever tries again has read again before anybody writes again.
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
        self._ended: set[int] = set()
        self._change = Condition()
        self._thread = local()

    def run(self, tasks: list[Callable[[], Any]]) -> list[Any]:
        """Run all tasks at once, and return their results."""
        self._racers = len(tasks)
        with ThreadPoolExecutor(len(tasks)) as pool:
            return list(pool.map(self._run, range(len(tasks)), tasks))

    def before_write(self) -> None:
        """Let a racer wait until all others are ready for as many writes or have ended."""
        with self._change:
            self.writes[self._thread.number] += 1
            write = self.writes[self._thread.number]
            self._change.notify_all()
            if not self._change.wait_for(lambda: self._all_have_come_to(write), TIMEOUT):
                self.is_held_up = True
                self._change.notify_all()

    def _all_have_come_to(self, write: int) -> bool:
        ready = {number for number, writes in self.writes.items() if writes >= write}
        return self.is_held_up or len(ready | self._ended) == self._racers

    def _run(self, number: int, task: Callable[[], Any]) -> Any:
        self._thread.number = number
        try:
            return task()
        finally:
            with self._change:
                self._ended.add(number)
                self._change.notify_all()
