"""The lock is one of a transaction, and that is over at once.

Fails: A second worker comes to Billing
"""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.projection import ApplicationSubscription
from eventsourcing.system import ProcessApplication
from sqlalchemy import Connection, text


def follow(stream: Application[UUID], context: ProcessApplication[UUID]) -> None:
    """Let `context` process the facts of `stream` that it does not know yet, and the coming ones.

    It never comes to an end. Whoever starts again goes on after the position (Kleppmann, Designing
    Data-Intensive Applications, ch. 11).
    """
    position = context.recorder.max_tracking_id(stream.name)
    with ApplicationSubscription(stream, gt=position) as subscription:
        for fact, tracking in subscription:
            context.process_event(fact, tracking)


def wait_for_turn(database: Connection) -> None:
    """Return as soon as no other worker of this context is at work.

    `database` is a connection to the context's own database, in autocommit. It stays open as long
    as the worker lives, and no longer. The lock is the connection's: PostgreSQL frees it when the
    worker is gone, in whichever way.
    """
    database.execute(text("SELECT pg_advisory_xact_lock(1)"))
