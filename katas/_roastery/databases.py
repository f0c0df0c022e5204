"""The databases of the company and their users: each context owns one database and one user."""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment
from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from katas._runner.postgres import ServerError
from katas._runner.settings import SERVER

from . import rights
from .rights import Grants
from .stream import RECORDERS, stream_name

SECRETS = "sales_costs"
"""A private table of Sales: what a bag costs the company itself."""

CONNECTIONS = 30
"""How many connections a department may have, so that none takes all that the server has.

A worker that follows two streams needs eleven, and one that waits for its turn needs three.
"""

_MAY_BUILD = """
SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles WHERE rolname = current_user
"""

_KEEPALIVE = {"idle": 30, "interval": 10, "count": 3}
"""Seconds without a word after which the server asks, seconds between its questions, and how many
of them are not answered before it gives a connection up: a minute in all, instead of two hours."""


def table_of(context: str) -> str:
    """Return the name of the table of a context's public stream, as the library chooses it."""
    return f"{stream_name(context).lower()}_events"


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """Connect to a database, in autocommit, inside a `with` block."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def keep_alive(database: Connection) -> None:
    """Let the server notice soon that this machine has vanished, and free what its worker holds.

    Whoever is killed closes their connections. A machine whose cable is pulled does not.
    """
    for name, value in _KEEPALIVE.items():
        database.execute(text(f"SET tcp_keepalives_{name} = {value}"))


@contextmanager
def transaction(url: URL) -> Iterator[Connection]:
    """Connect to a database, and commit at the end of a `with` block."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        yield connection


@contextmanager
def opened(application_class: Any, env: dict[str, str]) -> Iterator[Any]:
    """Open an application inside a `with` block."""
    application = application_class(env=env)
    try:
        yield application
    finally:
        application.close()


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

    def is_superuser(self) -> bool:
        """Return whether the administrator may take what PostgreSQL allows to everybody."""
        with connected(self._server) as server:
            return rights.is_superuser(server)

    def name(self, context: str) -> str:
        """Return the name of a context's database and of its user."""
        return f"{self._prefix}_{context.lower()}"

    def address(self, context: str, visitor: str, worker: str = "") -> URL:
        """Return the address of a context's database, for the user of the context or of a visitor.

        `worker` becomes the connection's application name.
        """
        name = self.name(visitor)
        url = self._server.set(
            username=name, password=self._password(name) or None, database=self.name(context)
        )
        return url.update_query_dict({"application_name": worker}) if worker else url

    def psql(self, context: str) -> str:
        """Return the command by which the administrator looks into a context's database.

        It holds no password: `psql` asks for one.
        """
        options = {
            "-h": self._server.query.get("host") or self._server.host,
            "-p": self._server.query.get("port") or self._server.port,
            "-U": self._server.username,
        }
        given = [f"{option} {value}" for option, value in options.items() if value]
        return " ".join(["psql", *given, self.name(context)])

    def env(self, context: str, follows: Sequence[str] = ()) -> dict[str, str]:
        """Return the settings of a context's applications.

        They use the context's own database. Those that read the streams of `follows` use the
        databases of others, as a visitor: the library takes a setting whose name begins with an
        application's for that application alone. None creates tables, since `build` has.
        """
        url = self.address(context, context)
        settings = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_HOST": str(url.query.get("host") or url.host or _libpq("HOST", "localhost")),
            "POSTGRES_PORT": str(url.query.get("port") or url.port or _libpq("PORT", "5432")),
            "POSTGRES_DBNAME": str(url.database),
            "POSTGRES_USER": str(url.username),
            "POSTGRES_PASSWORD": url.password or "",
            "POSTGRES_POOL_SIZE": "1",  # it opens more when it needs them
            "CREATE_TABLE": "no",
            **RECORDERS,
        }
        for other in follows:
            settings[f"{stream_name(other).upper()}_POSTGRES_DBNAME"] = self.name(other)
        return settings

    def libpq(self, worker: str = "") -> dict[str, str]:
        """Return what else the server's address says, as variables that PostgreSQL's client reads.

        The library has no settings for it. `worker` becomes a connection's application name.
        """
        others = {
            f"PG{name.upper()}": str(value)
            for name, value in self._server.query.items()
            if name not in ("host", "port")
        }
        return others | ({"PGAPPNAME": worker} if worker else {})

    def build(self, contexts: Iterable[str], public: Iterable[str]) -> None:
        """Build the missing databases, and repair those that a crash has left half built.

        Those of `public` get a table for their public stream, too. No code of a context is needed
        for that. Raises `ServerError` if the configured user may not create what is needed, or if
        the server asks for passwords that cannot be computed.
        """
        with self._alone() as server:
            if not server.scalar(text(_MAY_BUILD)):
                raise ServerError(
                    f"the user that {SERVER} names may not create databases and users. An "
                    f"administrator allows it: ALTER ROLE {self._server.username} CREATEDB "
                    "CREATEROLE"
                )
            for context in contexts:
                self._build(server, context)
                self._create_tables(context, context)
            for context in public:
                self._create_tables(context, stream_name(context))
        if "Sales" in contexts:
            with connected(self.address("Sales", "Sales")) as sales:
                sales.execute(text(f"CREATE TABLE IF NOT EXISTS {SECRETS} (coffee text, cost int)"))

    def _create_tables(self, context: str, application: str) -> None:
        """Create the tables of an application, and of a follower's positions."""
        env = self.env(context) | {"CREATE_TABLE": "yes"}
        with InfrastructureFactory.construct(Environment(application, env)) as factory:
            factory.process_recorder()

    def let_in(self, follows: Mapping[str, Sequence[str]], grants: Grants) -> None:
        """Grant each context its rights in the databases of those that it follows.

        What `rights.change` takes back, it has had before: there, and in the databases of all other
        contexts. Workers that are running do not notice: the rights in a database change in one
        transaction. Raises `TypeError` if `grants` returns a text, and `RefusedGrantError`.
        """
        with self._alone():
            for owner in follows:
                name = self.name(owner)
                visitors = {
                    self.name(each): owner in follows[each] for each in follows if each != owner
                }
                with transaction(self._server.set(database=name)) as database:
                    rights.change(database, name, table_of(owner), visitors, grants)

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
        """Build a database that only its owner may use.

        The power may fail after each statement: the next start executes all of them again. Nobody
        can connect to the database before the public has lost its rights.
        """
        name = self.name(context)
        known = {"name": name}
        if not server.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), known):
            server.execute(text(f"CREATE ROLE {name} LOGIN"))
        server.execute(text(f"GRANT {name} TO CURRENT_USER"))  # who may be no superuser
        password = self._password(name)
        secret = f"'{password}'" if password else "NULL"
        limits = f"CONNECTION LIMIT {CONNECTIONS} PASSWORD {secret}"
        server.execute(text(f"ALTER ROLE {name} {limits}"))
        if not server.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), known):
            server.execute(text(f"CREATE DATABASE {name} OWNER {name} ALLOW_CONNECTIONS false"))
        server.execute(text(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"))
        server.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        with connected(self._server.set(database=name)) as database:
            rights.keep_for(name, database)
        if not password:
            self._refuse_if_asked_for_one(context)

    def _refuse_if_asked_for_one(self, context: str) -> None:
        """Raise `ServerError` if the server asks a user for a password, although it has none."""
        try:
            with connected(self.address(context, context)):
                pass
        except OperationalError as error:
            raise ServerError(
                f"the server that {SERVER} names asks for passwords, but {SERVER} has none for its "
                "user. Put it there: those of the departments are computed from it"
            ) from error

    def _password(self, name: str) -> str:
        """Compute a user's password from the administrator's: every machine gets the same one.

        Without one there is no secret to compute it from. Then the user has no password, and only a
        server that asks for none lets it in.
        """
        secret = str(self._server.password or _libpq("PASSWORD")).encode()
        return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest() if secret else ""


def _libpq(name: str, default: str = "") -> str:
    """Return a variable of PostgreSQL's client: it completes the server's address."""
    return os.environ.get(f"PG{name}", default)
