"""How a department follows the public stream of another, in a process of its own."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.projection import EventSourcedProjection, EventSourcedProjectionRunner
from eventsourcing.utils import EnvType
from sqlalchemy import Connection, text


def follow(
    stream: type[Application[UUID]], department: type[EventSourcedProjection[UUID]], env: EnvType
) -> None:
    """Let `department` process the messages of `stream` that are new to it, and the coming ones.

    It never comes to an end. Whoever starts again goes on after the position (Kleppmann, Designing
    Data-Intensive Applications, ch. 11). Raises what a message has led to, and `IntegrityError` if
    another worker has processed it already.
    """
    with EventSourcedProjectionRunner(
        application_class=stream, projection_class=department, env=env
    ) as runner:
        runner.run_forever()


def wait_for_turn(database: Connection) -> None:
    """Return as soon as no other worker of this department is at work.

    `database` is a connection to the department's own database, in autocommit. It stays open as
    long as the worker lives, and no longer. The server soon notices if the machine has vanished.
    The lock is the connection's: PostgreSQL frees it when the worker is gone, in whichever way.
    """
    database.execute(text("SELECT pg_advisory_lock(1)"))
