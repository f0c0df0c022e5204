"""A department's public stream, as a visitor reads it, and how nothing of it is missed."""

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
    """Return the name under which a department speaks in public."""
    return f"{department}_Public"


def stream_of(department: str) -> type[PublicStream]:
    """Return the application that reads a department's public stream."""
    return type("Stream", (PublicStream,), {"name": stream_name(department)})


class Subscription(PostgresSubscription):
    """Reads once more as soon as it listens.

    The library reads what is there in one thread, and begins to listen in another. It would hear
    of what is recorded between the two with the next event only.
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
        except BaseException as error:  # noqa: BLE001 - whoever iterates raises it
            if self._thread_error is None:
                self._thread_error = error
            self.stop()


class _Heard:
    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
        """Subscribe to what comes after a position."""
        return Subscription(self, gt, topics)  # type: ignore[arg-type]


class HeardApplicationRecorder(_Heard, PostgresApplicationRecorder):
    """Records events, with subscriptions that miss nothing."""


class HeardProcessRecorder(_Heard, PostgresProcessRecorder):
    """Records events and positions, with subscriptions that miss nothing."""


RECORDERS = {
    "APPLICATION_RECORDER_TOPIC": f"{__name__}:{HeardApplicationRecorder.__name__}",
    "PROCESS_RECORDER_TOPIC": f"{__name__}:{HeardProcessRecorder.__name__}",
}
"""The settings by which applications use them."""
