"""Stores for tagged facts: in memory, and on PostgreSQL if it is installed.

The library has no others. A test module must ask for them, because pytest cannot see the need:

    pytestmark = pytest.mark.usefixtures("tagged_store")
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from importlib.util import find_spec
from typing import ClassVar
from uuid import uuid4

import pytest
from eventsourcing.dcb.api import DCBRecorder
from eventsourcing.dcb.popo import InMemoryDCBFactory, InMemoryDCBRecorder
from eventsourcing.utils import get_topic

from katas._runner.postgres import EXTRA
from tests.stores import WAIT, Store, databases

PLACES = {
    "sqlite": pytest.param("memory"),
    "postgresql": pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(not find_spec("psycopg_pool"), reason=f"needs the extra: {EXTRA}"),
    ),
}
"""Where tagged facts are stored, for each database that other katas use."""


class SharedMemory(InMemoryDCBFactory):
    """A store in memory that is shared by all applications with its name in their settings."""

    stores: ClassVar[dict[str, DCBRecorder]] = {}

    def dcb_recorder(self) -> DCBRecorder:
        """Return a new recorder for the shared store of this name."""
        return copy(self.stores.setdefault(self.env.get("MEMORY") or "", InMemoryDCBRecorder()))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "tagged_store" in metafunc.fixturenames:
        at_hand = databases(metafunc.config)
        metafunc.parametrize("place", [PLACES[database] for database in at_hand])


@pytest.fixture
def tagged_store(
    place: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """Create an empty store for facts with tags."""
    name = f"kata_{uuid4().hex}"
    if place == "memory":
        yield {"PERSISTENCE_MODULE": get_topic(SharedMemory), "MEMORY": name}
        del SharedMemory.stores[name]
        return
    # The library names one table without its schema, so the connection has to find it.
    monkeypatch.setenv("PGOPTIONS", f"-c search_path={name} -c lock_timeout={WAIT}")
    with _schema(request.getfixturevalue("postgresql"), name) as store:
        yield store


@contextmanager
def _schema(server: str, name: str) -> Iterator[Store]:
    """Create a schema, and drop it at the end."""
    import psycopg  # noqa: PLC0415 - an extra
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - an extra

    parts = conninfo_to_dict(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield {
            "PERSISTENCE_MODULE": "eventsourcing.dcb.postgres_tt",
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts.get("host", "")),
            "POSTGRES_PORT": str(parts.get("port", 5432)),
            "POSTGRES_USER": str(parts.get("user", "")),
            "POSTGRES_PASSWORD": str(parts.get("password", "")),
            "POSTGRES_SCHEMA": name,
        }
        connection.execute(f"DROP SCHEMA {name} CASCADE")
