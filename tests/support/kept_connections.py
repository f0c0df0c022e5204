"""Keeps connections to PostgreSQL that are closed, and uses them again.

The server starts a process for each connection, and a scenario opens many. Between two uses a
connection forgets its session, as behind a pooler such as PgBouncer.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Dialect, Engine, event

_MOST = 8
"""How many are kept in all: a server has a hundred for all who need some."""

_idle: defaultdict[object, list["KeptConnection"]] = defaultdict(list)
"""By the server, and the process that has opened them."""


class KeptConnection(psycopg.Connection[Any]):
    """A connection that can be used again when it is closed."""

    server: object = None
    """What it is connected to."""
    is_idle = False

    @classmethod
    def opened(
        cls, options: str, application_name: str = "", **parameters: Any
    ) -> "KeptConnection":
        """Return a connection, of those that are kept if there is one."""
        names = sorted(parameters.keys() - {"context"})  # the context is an engine's own
        server = os.getpid(), *((name, parameters[name]) for name in names)
        idle = _idle[server]
        connection = idle.pop() if idle else cls.connect(prepare_threshold=None, **parameters)
        connection.autocommit = True
        settings = re.findall(r"-c (\w+)=(\S+)", options)
        for name, value in [*settings, ("application_name", application_name)]:
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.autocommit = False
        connection.server, connection.is_idle = server, False
        return connection

    def close(self) -> None:
        """End the session. A connection that is broken, or at work in a thread, is closed."""
        if self.is_idle:
            return
        is_at_work = self.info.transaction_status is TransactionStatus.ACTIVE
        if self.server and not is_at_work and sum(map(len, _idle.values())) < _MOST:
            with suppress(psycopg.Error):
                self.rollback()
                self.autocommit = True
                self.execute("DISCARD ALL")
                self.is_idle = True
                _idle[self.server].append(self)
                return
        super().close()


@contextmanager
def kept() -> Iterator[None]:
    """Keep the connections to the schemas of scenarios; close them at the end.

    A database to which a connection is kept cannot be removed, but a schema can.
    """
    event.listen(Engine, "do_connect", _connect)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", _connect)
        for connections in _idle.values():
            while connections:
                psycopg.Connection.close(connections.pop())


def _connect(
    dialect: Dialect, _: object, __: object, parameters: dict[str, Any]
) -> KeptConnection | None:
    is_of_a_scenario = dialect.driver == "psycopg" and "options" in parameters
    return KeptConnection.opened(**parameters) if is_of_a_scenario else None
