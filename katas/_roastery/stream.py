"""A context's stream, as a visitor reads it."""

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
"""Seconds in which it should listen, and between two looks."""


class Stream(Application[UUID]):
    """The facts of a context, to be read and not written. `name` is the context's.

    `listens` is called as soon as no new fact can be missed any more.
    """

    def __init__(self, name: str, env: dict[str, str], listens: Callable[[], None]) -> None:
        self.name = name
        self._listens = listens
        super().__init__(env)

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Say how money is read."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def construct_recorder(self) -> Any:
        """Make a recorder whose subscriptions miss nothing."""
        factory: Any = self.factory
        factory.application_recorder_class = RingingRecorder
        recorder = factory.application_recorder()
        recorder.listens = self._listens
        return recorder


class RingingRecorder(SQLAlchemyApplicationRecorder):
    """Rings once as soon as a subscription listens.

    The library first reads what is there, and begins to listen in another thread. What is recorded
    in between is not heard of until the next fact. Whoever rings after that has it read again.
    """

    listens: Callable[[], None]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
        """Subscribe as ever, and ring."""
        subscription = super().subscribe(gt, topics)
        Thread(target=self._ring, daemon=True).start()
        return subscription

    def _ring(self) -> None:
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
