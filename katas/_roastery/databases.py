"""The databases of the company, and their users: each context owns one of both."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text

from .stream import RECORDERS, stream_name

Grants = Callable[[str, str, str], Iterable[str]]
"""Returns the statements that let a visitor in: `grants(database, stream, visitor)`."""

SECRETS = "sales_costs"
"""A table of Sales' that is nobody else's business: what a bag costs the company itself."""


def table_of(context: str) -> str:
    """Return the table of a context's public stream, as the library calls it."""
    return f"{stream_name(context).lower()}_events"


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """Connect to a database, in autocommit, for as long as the `with` lasts."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@contextmanager
def opened(application_class: Any, env: dict[str, str]) -> Iterator[Any]:
    """Open an application for as long as the `with` lasts."""
    application = application_class(env=env)
    try:
        yield application
    finally:
        application.close()


_COUNT = """
SELECT count(*), count(DISTINCT originator_id) FROM {}_events WHERE topic LIKE '%.{}'
"""
"""How many events of a name there are, and of how many aggregates."""

_COUNT_BY_ORDER = """
SELECT count(*), count(DISTINCT convert_from(state, 'UTF8')::json ->> 'order')
FROM {}_events WHERE topic LIKE '%.{}'
"""
"""How many events of a name there are, and about how many orders."""


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
            username=name, password=self._password(name) or None, database=self.name(context)
        )
        return url.update_query_dict({"application_name": worker}) if worker else url

    def env(self, context: str, follows: Sequence[str] = ()) -> dict[str, str]:
        """Return the settings of a context's applications.

        Its own are over its own database. Those that read the streams of `follows` are over the
        databases of others, where it is a visitor. The library takes a setting for the application
        with whose name it begins. None creates tables: `build` has done so, one at a time.
        """
        url = self.address(context, context)
        settings = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_HOST": str(url.query.get("host") or url.host or "localhost"),
            "POSTGRES_PORT": str(url.query.get("port") or url.port or ""),
            "POSTGRES_DBNAME": str(url.database),
            "POSTGRES_USER": str(url.username),
            "POSTGRES_PASSWORD": url.password or "",
            "POSTGRES_POOL_SIZE": "1",  # more when they are needed: most are not, and each costs
            "CREATE_TABLE": "no",
            **RECORDERS,
        }
        for other in follows:
            settings[f"{stream_name(other).upper()}_POSTGRES_DBNAME"] = self.name(other)
        return settings

    def libpq(self, worker: str = "") -> dict[str, str]:
        """Return what else the server's address says, as variables that PostgreSQL's client reads.

        The library has no settings for it. `worker` is how a connection calls itself.
        """
        others = {
            f"PG{name.upper()}": str(value)
            for name, value in self._server.query.items()
            if name not in ("host", "port")
        }
        return others | ({"PGAPPNAME": worker} if worker else {})

    def build(self, contexts: Mapping[str, Any], public: Mapping[str, Any]) -> None:
        """Build for each context what is not there yet, and mend what is half built.

        `contexts` are the applications, and `public` those that speak for them.
        """
        with self._alone() as server:
            for context in contexts:
                self._build(server, context)
                for application in filter(None, (contexts[context], public.get(context))):
                    with opened(application, self.env(context) | {"CREATE_TABLE": "yes"}):
                        pass  # it has created its tables
        if "Sales" in contexts:
            with connected(self.address("Sales", "Sales")) as sales:
                sales.execute(text(f"CREATE TABLE IF NOT EXISTS {SECRETS} (coffee text, cost int)"))

    def let_in(self, follows: Mapping[str, Sequence[str]], grants: Grants) -> None:
        """Let each context into the databases of those that it follows, and take back the rest.

        Raises `TypeError` if there is one text in the place of a list.
        """
        with self._alone():
            for visitor, owners in follows.items():
                for owner in owners:
                    names = (self.name(owner), table_of(owner), self.name(visitor))
                    statements = grants(*names)
                    if isinstance(statements, str):
                        raise TypeError("`grants` should give a list of texts, but it gives a text")
                    with connected(self.address(owner, owner)) as database:
                        self._shut_out(database, self.name(owner), self.name(visitor))
                        for statement in statements:
                            database.execute(text(statement))

    def count(self) -> tuple[int, int, int, int]:
        """Return how many orders, invoices and parcels there are, and how many of them too many."""
        with connected(self.address("Sales", "Sales")) as sales:
            (orders, _) = sales.execute(text(_COUNT.format("sales", "Placed"))).one()
        with connected(self.address("Billing", "Billing")) as billing:
            invoices = billing.execute(text(_COUNT_BY_ORDER.format("billing", "Sent"))).one()
        with connected(self.address("Fulfilment", "Fulfilment")) as fulfilment:
            parcels = fulfilment.execute(text(_COUNT.format("fulfilment", "Dispatched"))).one()
        doubled = invoices[0] - invoices[1] + parcels[0] - parcels[1]
        return orders, invoices[0], parcels[0], doubled

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
        """Build a database in which nobody but its owner may do anything.

        Each statement may be the last one before the power fails, and all are executed again at the
        next start. Nobody gets into the database before it is shut to the public.
        """
        name = self.name(context)
        known = {"name": name}
        if not server.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), known):
            server.execute(text(f"CREATE ROLE {name} LOGIN"))
        password = self._password(name)
        server.execute(
            text(f"ALTER ROLE {name} PASSWORD " + (f"'{password}'" if password else "NULL"))
        )
        if not server.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), known):
            server.execute(text(f"CREATE DATABASE {name} OWNER {name} ALLOW_CONNECTIONS false"))
        server.execute(text(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"))
        server.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        with connected(self._server.set(database=name)) as database:
            database.execute(text(f"ALTER SCHEMA public OWNER TO {name}"))
            database.execute(text("REVOKE ALL ON SCHEMA public FROM PUBLIC"))

    @staticmethod
    def _shut_out(database: Connection, name: str, visitor: str) -> None:
        """Take back whatever a visitor was granted before."""
        for everything in (
            f"DATABASE {name}",
            "SCHEMA public",
            "ALL TABLES IN SCHEMA public",
            "ALL SEQUENCES IN SCHEMA public",
        ):
            database.execute(text(f"REVOKE ALL ON {everything} FROM {visitor}, PUBLIC"))

    def _password(self, name: str) -> str:
        """Work out a user's password, so that every machine that knows the server knows it.

        None is made of an empty key, which everybody knows. A user without a password gets in where
        the server asks for none, as one of our own, and nowhere else.
        """
        secret = str(self._server.password or "").encode()
        return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest() if secret else ""
