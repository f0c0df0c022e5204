"""Reads all that is there, as in k07, and then it is done.

Fails: All are at work
"""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.system import ProcessApplication
from sqlalchemy import Connection, text


def follow(stream: Application[UUID], context: ProcessApplication[UUID]) -> None:
    """Let `context` process the facts of `stream` that it does not know yet, and the coming ones.

    It never comes to an end. Whoever starts again goes on after the position (Kleppmann, Designing
    Data-Intensive Applications, ch. 11).
    """
    while page := stream.recorder.select_notifications(
        start=context.recorder.max_tracking_id(stream.name), limit=10, inclusive_of_start=False
    ):
        for notification in page:
            fact = stream.mapper.to_domain_event(notification)
            context.process_event(fact, Tracking(stream.name, notification.id))


def wait_for_turn(database: Connection) -> None:
    """Return as soon as no other worker of this context is at work.

    `database` is a connection to the context's own database, in autocommit. It stays open as long
    as the worker lives, and no longer. The lock is the connection's: PostgreSQL frees it when the
    worker is gone, in whichever way.
    """
    database.execute(text("SELECT pg_advisory_lock(1)"))
