"""The telephone between departments, and how a call can end."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from random import random
from typing import Any, Protocol

RING = timedelta(seconds=1)
"""How long a caller lets it ring before they know that nobody is there."""

FIRST_PAUSE = timedelta(seconds=0.5)
"""The longest pause before the second call."""


class CallError(Exception):
    """Raised when a call has brought no yes."""


class RefusedError(CallError):
    """Raised when the department says no. That is an answer: another call will not change it."""


class NoAnswerError(CallError):
    """Raised when no answer has come. Nobody knows whether the department has done it."""


class NobodyThereError(NoAnswerError):
    """Raised when nobody picks up."""


class LineDroppedError(NoAnswerError):
    """Raised when the line drops before the answer, which may be a yes or a no."""


class TooLateError(NoAnswerError):
    """Raised when the deadline comes before the answer. The department goes on working.

    A call that is made at the deadline or later does not reach the department.
    """


class Clock(Protocol):
    """Says what time it is. The story's clock is moved by what takes time, so nobody waits."""

    now: datetime

    def wait(self, duration: timedelta) -> None:
        """Let so much time pass."""


def pause(tries: int) -> timedelta:
    """Return how long to wait before the next call, after so many tries.

    Twice as long each time, so that a department in trouble is left in peace. Up to half of it is
    left out by chance: callers who were cut off at one moment do not all come back at one moment
    (exponential backoff with jitter; Brooker, AWS Architecture Blog, 2015).
    """
    longest = FIRST_PAUSE * float(2 ** (tries - 1))
    return longest * (1 - random() / 2)  # noqa: S311 - it is no secret


class Telephone:
    """The line to a department's desk. Each call takes time on the clock.

    A stand-in for a remote call, with its ways to fail (Deutsch, Fallacies of Distributed
    Computing, 1994). They are scripted here: `back_at`, `takes` and `lost_answers` say what
    happens to the next calls.
    """

    def __init__(self, department: str, desk: object, clock: Clock) -> None:
        self.back_at: datetime = datetime.min.replace(tzinfo=UTC)
        """Until then nobody is there."""
        self.takes = timedelta(seconds=1)
        """How long the department takes for whatever it is asked."""
        self.lost_answers = 0
        """How many of the next answers do not arrive, because the line drops."""
        self._department = department
        self._desk = desk
        self._clock = clock
        self._left: list[partial[Any]] = []

    def call(self, request: str, *args: Any, deadline: datetime | None = None) -> Any:  # noqa: ANN401 - like the desk's own method
        """Let the department do `request(*args)`, and return its answer.

        No caller waits beyond the `deadline`, and whoever gives none waits for ever. If it has come
        already, nothing is sent (as with gRPC's deadlines). Raises `RefusedError`,
        `NobodyThereError`, `LineDroppedError` and `TooLateError`.
        """
        task = partial(getattr(self._desk, request), *args)
        if deadline is not None and self._clock.now >= deadline:
            raise TooLateError(f"no time is left to call {self._department}")
        if self._clock.now < self.back_at:
            self._wait(RING, deadline)
            raise NobodyThereError(f"{self._department} does not pick up the telephone")
        if not self._wait(self.takes, deadline):
            self._left.append(task)
            raise TooLateError(f"{self._department} has not answered in time")
        self.finish()
        if self.lost_answers:
            self.lost_answers -= 1
            with suppress(RefusedError):
                task()
            raise LineDroppedError(f"the line to {self._department} has dropped")
        return task()

    def finish(self) -> None:
        """Let the department do what it was asked by callers who did not wait for the answer."""
        while self._left:
            with suppress(RefusedError):
                self._left.pop(0)()

    def _wait(self, duration: timedelta, deadline: datetime | None) -> bool:
        """Wait so long, or until the deadline. Return whether the time was enough."""
        end = self._clock.now + duration
        if deadline is None or end <= deadline:
            self._clock.now = end
            return True
        self._clock.now = max(self._clock.now, deadline)
        return False
