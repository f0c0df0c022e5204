"""The databases of the company and their users: each context owns one database and one user."""

import hashlib
import hmac
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import SAWarning

Grants = Callable[[str, str, str], Iterable[str]]
"""Returns the statements that let a visitor in: `grants(database, stream, visitor)`."""

SECRETS = "sales_costs"
"""A private table of Sales: what a bag costs the company itself."""


def stream_of(context: str) -> str:
    """Return the name of a context's table of events, as the library chooses it."""
    return f"{context.lower()}_events"


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """Connect to a database, in autocommit, inside a `with` block."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@contextmanager
def opened(application_class: Any, env: dict[str, str]) -> Iterator[Any]:
    """Open an application inside a `with` block."""
    with warnings.catch_warnings(action="ignore", category=SAWarning):
        # The library uses one class name for all tracking tables. That is harmless.
        application = application_class(env=env)
    try:
        yield application
    finally:
        application.close()
        application.factory.datastore.engine.dispose()


class Databases:
    """Builds databases and users whose names begin with `prefix`, and knows their addresses.

    `server` is the address of a PostgreSQL server, with a user who may create both.
    """

    def __init__(self, server: str, prefix: str) -> None:
        self._server = make_url(server).set(drivername="postgresql+psycopg")
        self._prefix = prefix

    @property
    def server(self) -> URL:
        """The address of the server's default database, for its administrator."""
        return self._server

    def name(self, context: str) -> str:
        """Return the name of a context's database and of its user."""
        return f"{self._prefix}_{context.lower()}"

    def address(self, context: str, visitor: str, worker: str = "") -> URL:
        """Return the address of a context's database, for the user of the context or of a visitor.

        `worker` becomes the connection's application name.
        """
        name = self.name(visitor)
        url = self._server.set(
            username=name, password=self._password(name), database=self.name(context)
        )
        return url.update_query_dict({"application_name": worker}) if worker else url

    def env(self, context: str, visitor: str, worker: str = "") -> dict[str, str]:
        """Return an application's settings. Only the owner creates tables."""
        url = self.address(context, visitor, worker).render_as_string(hide_password=False)
        return {
            "PERSISTENCE_MODULE": "eventsourcing_sqlalchemy",
            "SQLALCHEMY_URL": url,
            "CREATE_TABLE": "yes" if visitor == context else "no",
        }

    def build(self, contexts: Mapping[str, Any]) -> None:
        """Build the missing databases; `contexts` holds the applications by context."""
        with self._alone() as server:
            for context, application in contexts.items():
                self._build(server, context)
                with opened(application, self.env(context, context)):
                    pass  # opening it creates its tables
        if "Sales" in contexts:
            with connected(self.address("Sales", "Sales")) as sales:
                sales.execute(text(f"CREATE TABLE IF NOT EXISTS {SECRETS} (coffee text, cost int)"))

    def let_in(self, follows: Mapping[str, Sequence[str]], grants: Grants) -> None:
        """Let each context into the databases of the contexts that it follows.

        Raises `TypeError` if `grants` returns a text instead of a list.
        """
        with self._alone():
            for visitor, owners in follows.items():
                for owner in owners:
                    names = (self.name(owner), stream_of(owner), self.name(visitor))
                    statements = grants(*names)
                    if isinstance(statements, str):
                        raise TypeError(
                            "`grants` must return a list of texts, but it returns a text"
                        )
                    with connected(self.address(owner, owner)) as database:
                        for statement in statements:
                            database.execute(text(statement))

    def tear_down(self, contexts: Iterable[str]) -> None:
        """Remove the databases and users of the contexts, with all their content."""
        names = [self.name(context) for context in contexts]
        with connected(self._server) as server:
            for name in names:
                server.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            for name in names:
                server.execute(text(f"DROP ROLE IF EXISTS {name}"))

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Connect to the server, and lock it, so that no other machine builds at the same time."""
        with connected(self._server) as server:
            server.execute(text("SELECT pg_advisory_lock(hashtext('roastery'))"))
            yield server

    def _build(self, server: Connection, context: str) -> None:
        """Build a database that only its owner may use."""
        name = self.name(context)
        known = {"name": name}
        password = self._password(name)
        if not server.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), known):
            server.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'"))
        if server.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), known):
            return
        server.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
        server.execute(text(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"))
        with connected(self._server.set(database=name)) as database:
            database.execute(text(f"ALTER SCHEMA public OWNER TO {name}"))
            database.execute(text("REVOKE ALL ON SCHEMA public FROM PUBLIC"))

    def _password(self, name: str) -> str:
        """Compute a user's password from the server's, so that every machine gets the same one."""
        secret = str(self._server.password or "").encode()
        return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest()
