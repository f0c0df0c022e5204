"""Stores for the applications: new, empty and real.

A scenario that needs one runs on SQLite, in a file, and on PostgreSQL if it is installed. Its test
module must say so, because pytest cannot see which fixtures a step will ask for:

    pytestmark = pytest.mark.usefixtures("store")
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from katas._runner.postgres import EXTRA, INSTEAD, ServerError, check, is_at_hand, server
from katas._runner.settings import SERVER

WAIT = "5s"
"""How long a statement may wait for another's lock: then the kata fails, and does not hang."""

Store = dict[str, str]
"""The settings that tell an application where its store is: its `env`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("katas").addoption(
        "--stores",
        choices=["sqlite", "postgresql", "both"],
        help=(
            "where applications keep their events (default: both, if the extra `postgres` is "
            f"installed; with --mine or --katas sqlite, or postgresql if {SERVER} is set)"
        ),
    )


def pytest_configure(config: pytest.Config) -> None:
    databases(config)  # raises a UsageError early, if it does


def pytest_report_header(config: pytest.Config) -> str:
    return f"stores: {', '.join(databases(config))}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    names = databases(metafunc.config) if "database" in metafunc.fixturenames else []
    if "postgresql" in [*names, *metafunc.fixturenames]:
        _check_server()
    if names:
        metafunc.parametrize("database", names)


def _check_server() -> None:
    """Raise `CollectError` if the configured server cannot be used. The code is not the cause."""
    try:
        check()
    except ServerError as error:
        raise pytest.Collector.CollectError(f"{error}. You can also {INSTEAD}") from error


def databases(config: pytest.Config) -> list[str]:
    """Return which databases the scenarios run on, SQLite first."""
    asked = config.getoption("stores")
    if not asked and config.getoption("katas"):
        return ["postgresql" if os.environ.get(SERVER) else "sqlite"]
    at_hand = is_at_hand()
    if not asked:
        asked = "both" if at_hand else "sqlite"
    if asked != "sqlite" and not at_hand:
        raise pytest.UsageError(f"PostgreSQL needs the extra: {EXTRA}")
    return ["sqlite", "postgresql"] if asked == "both" else [asked]


@pytest.fixture
def new_store(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Store]]:
    """A function that creates a new, empty store with each call."""
    _share_compiled_statements()
    if database == "sqlite":
        _no_wait_for_the_disk()
        numbers = count(1)
        yield lambda: _store(f"sqlite:///{tmp_path}/store{next(numbers)}.sqlite")
    else:
        with _schemas(request.getfixturevalue("postgresql")) as new_schema:
            yield lambda: _store(new_schema())


def _share_compiled_statements() -> None:
    from tests.support import compiled_statements  # noqa: PLC0415 - imports SQLAlchemy

    compiled_statements.share()


@cache
def _no_wait_for_the_disk() -> None:
    """Let SQLite leave it to the system when the disk has everything.

    All is there when a process is killed. It need not be when the machine is, as in production.
    """
    from sqlalchemy import Engine, event  # noqa: PLC0415 - slow to import

    @event.listens_for(Engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """A new, empty store."""
    return new_store()


def close(application: Any) -> None:
    """Close an application's connections, which the library leaves to the garbage collector."""
    application.close()
    if datastore := getattr(application.factory, "datastore", None):
        datastore.engine.dispose()


@pytest.fixture
def close_stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Close all stores that are opened from now on, which the library does not do reliably."""
    from eventsourcing_sqlalchemy.datastore import SQLAlchemyDatastore  # noqa: PLC0415 - slow to import
    from sqlalchemy import Engine  # noqa: PLC0415 - slow to import

    opened: list[SQLAlchemyDatastore] = []
    open_datastore = SQLAlchemyDatastore.__init__

    def note(datastore: SQLAlchemyDatastore, *args: Any, **kwargs: Any) -> None:
        open_datastore(datastore, *args, **kwargs)
        opened.append(datastore)

    def close_all() -> None:
        for datastore in opened:
            engine = datastore.engine
            if isinstance(engine, Engine) and _has_connections(engine.pool):
                engine.dispose()

    monkeypatch.setattr(SQLAlchemyDatastore, "__init__", note)
    yield close_all
    close_all()


def _has_connections(pool: Any) -> bool:
    """Return whether a pool keeps connections. Disposing of one without any takes as long."""
    return not hasattr(pool, "checkedin") or pool.checkedin() > 0


def _store(url: str) -> Store:
    return {"PERSISTENCE_MODULE": "eventsourcing_sqlalchemy", "SQLALCHEMY_URL": url}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server: the configured one, or one for this session."""
    from tests.support import kept_connections  # noqa: PLC0415 - needs the extra

    with server(durable=False) as url, kept_connections.kept():
        yield url


@contextmanager
def _schemas(server: str) -> Iterator[Callable[[], str]]:
    """Yield a function that creates schemas and returns their addresses; drop them at the end."""
    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415 - costs half a second

    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(
        url.update_query_dict({"options": f"-c lock_timeout={WAIT}"}), isolation_level="AUTOCOMMIT"
    )
    names: list[str] = []

    def new_schema() -> str:
        names.append(f"kata_{uuid4().hex}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {names[-1]}"))
        options = f"-c search_path={names[-1]} -c lock_timeout={WAIT}"
        return url.update_query_dict({"options": options}).render_as_string(hide_password=False)

    try:
        yield new_schema
    finally:
        with engine.connect() as connection:
            for name in names:
                connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()
