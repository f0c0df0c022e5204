"""Reads and drops the tables of a store. No steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.stores import Store

if TYPE_CHECKING:
    from sqlalchemy import Engine, MetaData


def lose_read_models(store: Store) -> None:
    """Drop all tables except those of events."""
    with _tables(store) as (engine, tables):
        lost = [table for name, table in tables.tables.items() if not name.endswith("_events")]
        tables.drop_all(engine, lost)


class Cell(NamedTuple):
    """A value, and where it is."""

    value: Any
    place: str


def cells(store: Store) -> list[Cell]:
    """Return all cells of the read models in a store. Positions are left out."""
    found = []
    with _tables(store) as (engine, tables), engine.connect() as connection:
        for name, table in tables.tables.items():
            for row in () if name.endswith("_tracking") else connection.execute(table.select()):
                for column, value in row._mapping.items():  # noqa: SLF001 - SQLAlchemy's public name
                    found.append(Cell(value, f"the column {column} of {name}"))
    return found


@contextmanager
def _tables(store: Store) -> Iterator[tuple["Engine", "MetaData"]]:
    from sqlalchemy import MetaData, create_engine  # noqa: PLC0415 - costs half a second

    engine = create_engine(store["SQLALCHEMY_URL"])
    tables = MetaData()
    tables.reflect(engine)
    yield engine, tables
    engine.dispose()
