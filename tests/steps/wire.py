"""The wire to a projection that runs in a thread of its own: it is as slow as a step wants.

An event gets through when somebody looks whether it is there, and not before. So nothing depends on
which thread is the faster one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, get_ident
from typing import Any

import pytest
from eventsourcing.persistence import TrackingRecorder
from eventsourcing.projection import ApplicationSubscription, BaseProjectionRunner
from pytest_bdd import given

from tests.support.gaps import WIDTH

MOST_LOOKS = 1000
"""Looks at the position, after which a wait is taken for one that never ends."""


class Wire:
    """Lets events through to the projection, and notes what it makes of them."""

    def __init__(self) -> None:
        self.time_left = 0.0
        """Seconds that the clerk who looks at the screen can wait."""
        self._looks = 0  # how often somebody has looked whether an event is there
        self._is_cut = self._is_closed = False
        self._awaited = self._passed = self._processed = 0  # the position of the latest such event
        self._looks_already = False
        self._changed = Condition()
        self._thread: int | None = None
        self._runners: list[Any] = []

    def cut(self) -> None:
        """Let nothing through."""
        self._is_cut = True

    def mend(self) -> None:
        """Let through what somebody waits for."""
        with self._changed:
            self._is_cut = False
            self._changed.notify_all()

    def follow(self, runner: Any) -> None:
        """Note a runner: what it looks up before its events begin is no wait."""
        self._runners.append(runner)
        self._awaited = self._looks = 0

    def close(self) -> None:
        """End all threads, whatever has happened to those who have begun them."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for runner in self._runners:
            with suppress(Exception):  # what the projection has raised was told, or is no matter
                runner.__exit__(None, None, None)

    def next_event(self, bring: Callable[[], Any]) -> Any:
        """Return the projection's next event, as soon as that may pass."""
        self._thread = get_ident()
        self._processed = self._passed
        event, tracking = bring()
        number = tracking.notification_id
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
        """Let the events through up to this position, since somebody looks whether it is there."""
        if self._looks_already or get_ident() == self._thread:
            yield
            return
        self._looks += 1
        if self._looks > MOST_LOOKS:
            pytest.fail(
                f"Somebody has looked {MOST_LOOKS} times for event {number}. Does that end?"
            )
        with self._changed:
            self._awaited = max(self._awaited, number)
            self._changed.notify_all()
        self._looks_already = True
        try:
            yield
        finally:
            self._looks_already = False

    def is_there(self, number: int | None, is_there: Callable[[], bool]) -> bool:
        """Return whether the view has got to an event, and fail if it never will."""
        if number is None:
            return is_there()
        is_processed = number <= self._processed
        with self.look(number):
            found = is_there()
        if is_processed and not found:
            pytest.fail(
                f"The projection has processed event {number}, but that position is not stored. "
                "Whoever waits for it waits for ever."
            )
        return found

    def wait(self, timeout: float, wait: Callable[[], None]) -> None:
        """Wait for an event, as the library does, but no longer than the clerk can."""
        if timeout > self.time_left:
            pytest.fail(f"`cases()` should wait {self.time_left} seconds, but waits {timeout}.")
        wait()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """The wire to all projections that get a runner from now on."""
    from eventsourcing_sqlalchemy.recorders import (  # noqa: PLC0415 - is slow
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
