"""The databases of the company, and their users: each context owns one of both."""

import hashlib
import hmac
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import SAWarning

Grants = Callable[[str, str, str], Iterable[str]]
"""Gives the statements that let a visitor in: `grants(database, stream, visitor)`."""

SECRETS = "sales_costs"
"""A table of Sales' that is nobody else's business: what a bag costs the company itself."""


def stream_of(context: str) -> str:
    """The table of a context's facts, as the library calls it."""
    return f"{context.lower()}_events"


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """Connect to a database, in autocommit, for as long as the `with` lasts."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@contextmanager
def opened(application_class: Any, env: dict[str, str]) -> Iterator[Any]:
    """Open an application for as long as the `with` lasts."""
    with warnings.catch_warnings(action="ignore", category=SAWarning):
        # The library gives the classes of all tracking tables one name. Nobody asks for it.
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
        """The address of the server's own database, for its own user."""
        return self._server

    def name(self, context: str) -> str:
        """Return the name of a context's database and of its user."""
        return f"{self._prefix}_{context.lower()}"

    def address(self, context: str, visitor: str, worker: str = "") -> URL:
        """Return where a context's database is, for a user: the context's own, or a visitor's.

        `worker` is how the connection calls itself.
        """
        name = self.name(visitor)
        url = self._server.set(
            username=name, password=self._password(name), database=self.name(context)
        )
        return url.update_query_dict({"application_name": worker}) if worker else url

    def env(self, context: str, visitor: str, worker: str = "") -> dict[str, str]:
        """Return an application's settings. Whoever is not the owner creates no tables."""
        url = self.address(context, visitor, worker).render_as_string(hide_password=False)
        return {
            "PERSISTENCE_MODULE": "eventsourcing_sqlalchemy",
            "SQLALCHEMY_URL": url,
            "CREATE_TABLE": "yes" if visitor == context else "no",
        }

    def build(self, contexts: Mapping[str, Any]) -> None:
        """Build for each context what is not there yet; `contexts` are the applications."""
        with self._alone() as server:
            for context, application in contexts.items():
                self._build(server, context)
                with opened(application, self.env(context, context)):
                    pass  # it has created its tables
        if "Sales" in contexts:
            with connected(self.address("Sales", "Sales")) as sales:
                sales.execute(text(f"CREATE TABLE IF NOT EXISTS {SECRETS} (coffee text, cost int)"))

    def let_in(self, follows: Mapping[str, Sequence[str]], grants: Grants) -> None:
        """Let each context into the databases of those that it follows.

        Raises `TypeError` if there is one text in the place of a list.
        """
        with self._alone():
            for visitor, owners in follows.items():
                for owner in owners:
                    names = (self.name(owner), stream_of(owner), self.name(visitor))
                    statements = grants(*names)
                    if isinstance(statements, str):
                        raise TypeError("`grants` should give a list of texts, but it gives a text")
                    with connected(self.address(owner, owner)) as database:
                        for statement in statements:
                            database.execute(text(statement))

    def tear_down(self, contexts: Iterable[str]) -> None:
        """Remove it all, with whatever is in it."""
        names = [self.name(context) for context in contexts]
        with connected(self._server) as server:
            for name in names:
                server.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            for name in names:
                server.execute(text(f"DROP ROLE IF EXISTS {name}"))

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Connect to the server, and let nobody else build meanwhile, on whichever machine."""
        with connected(self._server) as server:
            server.execute(text("SELECT pg_advisory_lock(hashtext('roastery'))"))
            yield server

    def _build(self, server: Connection, context: str) -> None:
        """Build a database in which nobody but its owner may do anything."""
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
        """Work out a user's password, so that every machine that knows the server knows it."""
        secret = str(self._server.password or "").encode()
        return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest()
