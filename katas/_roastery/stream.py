"""A department's public stream, as a visitor reads it."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresProcessRecorder,
    PostgresSubscription,
)
from psycopg.sql import SQL, Identifier

from katas.given.public import PublicStream


def stream_name(department: str) -> str:
    """Return the name of a department's public stream."""
    return f"{department}_Public"


def stream_of(department: str) -> type[PublicStream]:
    """Return the application that reads a department's public stream."""
    return type("Stream", (PublicStream,), {"name": stream_name(department)})


class Subscription(PostgresSubscription):
    """Reads once more as soon as it listens, so that it misses no event.

    The library reads the events that are there in one thread, and starts to listen in another. It
    would notice an event that is recorded in between only with the next one.
    """

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as connection:
                channel = Identifier(self._recorder.channel_name)
                connection.execute(SQL("LISTEN {0}").format(channel))
                self._has_been_notified.set()
                while not self._has_been_stopped and not self._thread_error:
                    for _ in connection.notifies(timeout=0.1, stop_after=1):
                        self._has_been_notified.set()
        except BaseException as error:  # noqa: BLE001 - the iteration raises it
            if self._thread_error is None:
                self._thread_error = error
            self.stop()


class _Notified:
    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
        """Subscribe to the events after a position."""
        return Subscription(self, gt, topics)  # type: ignore[arg-type]


class NotifiedApplicationRecorder(_Notified, PostgresApplicationRecorder):
    """Records events. Its subscriptions miss none."""


class NotifiedProcessRecorder(_Notified, PostgresProcessRecorder):
    """Records events and positions. Its subscriptions miss no event."""


RECORDERS = {
    "APPLICATION_RECORDER_TOPIC": f"{__name__}:{NotifiedApplicationRecorder.__name__}",
    "PROCESS_RECORDER_TOPIC": f"{__name__}:{NotifiedProcessRecorder.__name__}",
}
"""The settings by which applications use these recorders."""
