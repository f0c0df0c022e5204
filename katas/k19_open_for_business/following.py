"""How a context follows the stream of another, in a process of its own."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.projection import ApplicationSubscription
from eventsourcing.system import ProcessApplication
from sqlalchemy import Connection, text


def follow(stream: Application[UUID], context: ProcessApplication[UUID]) -> None:
    """Let `context` process the facts of `stream` that it does not know yet, and the coming ones.

    It never comes to an end. Whoever starts again goes on after the position.
    """
    raise NotImplementedError("TODO 2: subscribe after the position, and process each fact")


def wait_for_turn(database: Connection) -> None:
    """Return as soon as no other worker of this context is at work.

    `database` is a connection to the context's own database, in autocommit. It stays open as long
    as the worker lives, and no longer.
    """
    raise NotImplementedError("TODO 3: let one worker at a time get past this line")
