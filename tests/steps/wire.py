"""The wire to a projection in another thread: a step decides how slow it is.

An event gets through only when somebody checks whether it is there. So the result does not depend
on which thread is faster.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, get_ident
from typing import Any

import pytest
from eventsourcing.persistence import TrackingRecorder
from eventsourcing.projection import ApplicationSubscription, BaseProjectionRunner
from pytest_bdd import given

from tests.support.gaps import WIDTH

MOMENT = 0.01
"""Seconds between two looks at whether a projection has stopped."""

MOST_LOOKS = 1000
"""Checks of the position after which a wait counts as endless."""


class NotStoredError(BaseException):
    """Raised when an event was processed, and its position is not stored.

    It is no `Exception`, because code that is tried may catch each of those.
    """

    def __init__(self, event: str, number: int) -> None:
        super().__init__(
            f"The projection has processed {event}, but its position, {number}, is not stored. "
            "Whoever waits for it will wait for ever."
        )
        self.event = event


class Wire:
    """Lets events through to the projection, and notes which of them it has processed."""

    def __init__(self) -> None:
        self._time = self._waited = 0.0  # seconds that somebody can wait, and has waited
        self._looks = 0  # how often somebody has checked for an event
        self._is_cut = self._is_closed = False
        self._stops_after_look = False
        self._awaited = self._passed = self._processed = 0  # positions
        self._looks_already = False
        self._names: dict[int, str] = {}  # of the events that the projection was given
        self._changed = Condition()
        self._thread: int | None = None
        self._runners: list[Any] = []

    def cut(self) -> None:
        """Let nothing through."""
        self._is_cut = True

    def mend(self) -> None:
        """Let through the events that somebody waits for."""
        with self._changed:
            self._is_cut = False
            self._changed.notify_all()

    def mend_after_the_next_look(self) -> None:
        """Let through all events when somebody has looked once, up to the one that stops it."""
        self._stops_after_look = True

    def follow(self, runner: Any) -> None:
        """Note a runner. What it reads before its first event does not count as waiting."""
        self._runners.append(runner)
        self._awaited = self._looks = 0

    def close(self) -> None:
        """End all threads, even after errors."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for runner in self._runners:
            with suppress(Exception):  # the steps have reported an error already
                runner.__exit__(None, None, None)

    def next_event(self, bring: Callable[[], Any]) -> Any:
        """Return the projection's next event, as soon as it may pass."""
        self._thread = get_ident()
        self._processed = self._passed
        event, tracking = bring()
        number = tracking.notification_id
        self._names[number] = type(event).__name__
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or (not self._is_cut and number <= self._awaited)
            )
            if self._is_closed:
                raise StopIteration
            self._passed = number
        return event, tracking

    @contextmanager
    def look(self, number: int) -> Iterator[None]:
        """Let the events through up to this position, because somebody checks for it."""
        if self._looks_already or get_ident() == self._thread:
            yield
            return
        self._looks += 1
        if self._looks > MOST_LOOKS:
            pytest.fail(
                f"Your code has looked {MOST_LOOKS} times for event {number}. Does that end?"
            )
        with self._changed:
            self._awaited = max(self._awaited, number)
            self._changed.notify_all()
        self._looks_already = True
        try:
            yield
        finally:
            self._looks_already = False
        if self._stops_after_look:
            self._stops_after_look = False
            self._let_it_stop()

    def _let_it_stop(self) -> None:
        with self._changed:
            self._is_cut, self._awaited = False, sys.maxsize
            self._changed.notify_all()
        for runner in self._runners:
            last = runner.app.recorder.max_notification_id()
            while not runner.is_interrupted.wait(MOMENT):
                if self._processed >= last:
                    pytest.fail(
                        "The projection should stop at the event that it cannot take in, but it "
                        "goes on. Is the error raised again after the event is noted?"
                    )

    def is_there(self, number: int | None, is_there: Callable[[], bool]) -> bool:
        """Return whether the view has reached a position. Fail if it never will."""
        if number is None:
            return is_there()
        is_processed = number in self._names and number <= self._processed
        with self.look(number):
            found = is_there()
        if is_processed and not found:
            raise NotStoredError(self._names[number], number)
        return found

    def wait(self, timeout: float, wait: Callable[[], None]) -> None:
        """Wait for a position, as the library does, but fail if that is too long for the clerk."""
        if self._waited + timeout > self._time:
            waits = f"{self._waited} seconds and {timeout} more" if self._waited else timeout
            pytest.fail(f"`cases()` should wait {self._time} seconds, but waits {waits}.")
        try:
            wait()
        except TimeoutError:
            self._waited += timeout
            raise

    def give_time(self, seconds: float) -> None:
        """Say how long somebody can wait from now on, with all their waits together."""
        self._time, self._waited = seconds, 0.0


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """The wire to all projections whose runner starts from now on."""
    from eventsourcing_sqlalchemy.recorders import (  # noqa: PLC0415 - slow to import
        SQLAlchemyTrackingRecorder,
    )

    wire = Wire()
    start, bring = BaseProjectionRunner.__init__, ApplicationSubscription.__next__
    has, wait = TrackingRecorder.has_tracking_id, TrackingRecorder.wait
    position = SQLAlchemyTrackingRecorder.max_tracking_id

    def start_noted(runner: Any, **kwargs: Any) -> None:
        start(runner, **kwargs)
        wire.follow(runner)

    def has_noted(view: Any, application_name: str, notification_id: int | None) -> bool:
        return wire.is_there(notification_id, lambda: has(view, application_name, notification_id))

    def position_noted(view: Any, application_name: str) -> int | None:
        found: int | None = position(view, application_name)
        with wire.look((found or 0) + WIDTH):
            return found

    def wait_noted(
        view: Any,
        application_name: str,
        notification_id: int | None,
        timeout: float = 1.0,
        interrupt: Any = None,
    ) -> None:
        wire.wait(
            timeout, lambda: wait(view, application_name, notification_id, timeout, interrupt)
        )

    monkeypatch.setattr(BaseProjectionRunner, "__init__", start_noted)
    monkeypatch.setattr(
        ApplicationSubscription,
        "__next__",
        lambda events: wire.next_event(lambda: bring(events)),
    )
    monkeypatch.setattr(TrackingRecorder, "has_tracking_id", has_noted)
    monkeypatch.setattr(TrackingRecorder, "wait", wait_noted)
    monkeypatch.setattr(SQLAlchemyTrackingRecorder, "max_tracking_id", position_noted)
    yield wire
    wire.close()


@given("nothing gets through to the screen")
def nothing_gets_through(wire: Wire) -> None:
    wire.cut()


@given("everything gets through again")
def everything_gets_through_again(wire: Wire) -> None:
    wire.mend()
