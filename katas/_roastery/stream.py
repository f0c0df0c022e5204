"""A context's stream, which other contexts read."""

from collections.abc import Callable, Sequence
from threading import Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing_sqlalchemy.recorders import SQLAlchemyApplicationRecorder
from sqlalchemy import text

from katas.given.sales.transcodings import MoneyAsStr

from .databases import connected

IS_LISTENING = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = current_setting('application_name')
AND query = :query AND state = 'idle'
"""

TIMEOUT, PAUSE = 10.0, 0.01
"""Seconds until it must listen, and between two checks."""


class Stream(Application[UUID]):
    """The events of a context, read-only. `name` is the context's.

    `listens` is called as soon as no new event can be missed any more.
    """

    def __init__(self, name: str, env: dict[str, str], listens: Callable[[], None]) -> None:
        self.name = name
        self._listens = listens
        super().__init__(env)

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Register how money is read."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def construct_recorder(self) -> Any:
        """Return a recorder whose subscriptions miss no event."""
        factory: Any = self.factory
        factory.application_recorder_class = NotifyingRecorder
        recorder = factory.application_recorder()
        recorder.listens = self._listens
        return recorder


class NotifyingRecorder(SQLAlchemyApplicationRecorder):
    """Sends a notification once, as soon as a subscription listens.

    The library reads the events that are there, and starts to listen in another thread. It would
    notice an event that is recorded in between only with the next one. A notification afterwards
    makes it read again.
    """

    listens: Callable[[], None]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
        """Subscribe, and send a notification as soon as the subscription listens."""
        subscription = super().subscribe(gt, topics)
        Thread(target=self._notify, daemon=True).start()
        return subscription

    def _notify(self) -> None:
        engine: Any = self.datastore.engine
        deadline = monotonic() + TIMEOUT
        query = {"query": f"LISTEN {self.channel_name};"}
        with connected(engine.url) as database:
            while not database.scalar(text(IS_LISTENING), query):
                if monotonic() > deadline:
                    return
                sleep(PAUSE)
            database.execute(text(f"NOTIFY {self.channel_name}"))
        self.listens()
