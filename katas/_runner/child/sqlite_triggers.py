"""Reports each row that a connection to an SQLite database changes, whoever writes it.

It may be an ORM, a statement, or plain `sqlite3`. Before a connection writes to a table for the
first time, it gets a trigger, which is its own and lasts as long as it does: nothing of it is in
the database. The trigger calls a function with the row.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from katas._runner.recorded import DELETED, INSERTED, UPDATED

_FUNCTION = "_kata_row"

_MOST_COLUMNS = 60
"""SQLite passes a function no more than about twice as many values."""

_OF_EVENTS = {"originator_id", "originator_version", "topic", "state"}
"""The columns of the library's tables of events and of snapshots."""

_WORDS = {INSERTED: "INSERT", UPDATED: "UPDATE", DELETED: "DELETE"}
_SIDES = {INSERTED: ("NEW",), UPDATED: ("OLD", "NEW"), DELETED: ("OLD",)}

Values = dict[str, Any]
"""A row as SQLite stores it."""


@dataclass(frozen=True)
class Change:
    """A row of a table, before and after. A new row has no before, a deleted one no after.

    `key` names the columns of the primary key; without one it is SQLite's own, `rowid`.
    """

    table: str
    key: tuple[str, ...]
    before: Values | None
    after: Values | None


@dataclass(frozen=True)
class _Table:
    """A table's columns in order, `rowid` first if there is no primary key; and that key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


class Triggers:
    """The triggers of one connection. They call `changed` with each row."""

    def __init__(self, changed: Callable[[Change], None]) -> None:
        self._changed = changed
        self._knows_function = False
        self.forget()

    def forget(self) -> None:
        """Forget all tables: some may have gone, and others have come."""
        self._tables: dict[str, _Table] = {}
        self._has: set[tuple[str, str]] = set()
        self._uncommitted: set[tuple[str, str]] = set()

    def commit(self) -> None:
        """Note that the transaction was committed, and the triggers with it."""
        self._uncommitted.clear()

    def roll_back(self) -> None:
        """Note that the transaction was rolled back: the triggers that it has made are gone."""
        self._has -= self._uncommitted
        self._uncommitted.clear()

    def prepare(self, connection: sqlite3.Connection, table: str, change: str) -> None:
        """Make a trigger, unless there is one, or the table is one of the library's events."""
        if (table, change) in self._has:
            return
        self._has.add((table, change))
        if connection.in_transaction:
            self._uncommitted.add((table, change))
        found = self._tables.get(table) or _described(connection, table)
        names = set(found.columns)
        if not found.columns or names >= _OF_EVENTS or len(names) > _MOST_COLUMNS:
            return
        self._tables[table] = found
        if not self._knows_function:
            connection.create_function(_FUNCTION, -1, self._row)
            self._knows_function = True
        values = [f"{side}.{_quoted(name)}" for side in _SIDES[change] for name in found.columns]
        arguments = ", ".join([f"'{table}'", f"'{change}'", *values])
        name = _quoted(f"_kata_{table}_{change}")
        sqlite3.Cursor(connection).execute(
            f"CREATE TEMP TRIGGER IF NOT EXISTS {name} AFTER {_WORDS[change]}"
            f" ON main.{_quoted(table)} BEGIN SELECT {_FUNCTION}({arguments}); END"
        )

    def drop(self, connection: sqlite3.Connection) -> None:
        """Drop all triggers: somebody else has changed a table, and they do not fit any more."""
        for table, change in self._has:
            name = _quoted(f"_kata_{table}_{change}")
            sqlite3.Cursor(connection).execute(f"DROP TRIGGER IF EXISTS temp.{name}")
        self.forget()

    def _row(self, table: str, change: str, *values: Any) -> None:
        """Note a row: a trigger calls this. An error would make the statement fail."""
        with suppress(Exception):
            found = self._tables[table]
            half = len(found.columns)
            first = dict(zip(found.columns, values[:half], strict=True))
            before = None if change == INSERTED else first
            after = None if change == DELETED else first
            if change == UPDATED:
                after = dict(zip(found.columns, values[half:], strict=True))
            self._changed(Change(table, found.key, before, after))


def _described(connection: sqlite3.Connection, table: str) -> _Table:
    """Return the columns of a table; none if there is no such table."""
    cursor = sqlite3.Cursor(connection)
    cursor.row_factory = None
    texts, connection.text_factory = connection.text_factory, str
    try:
        found = cursor.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    finally:
        connection.text_factory = texts
    columns = tuple(name for _, name, *_ in found)
    key = tuple(name for _, name, *_, is_key in found if is_key)
    return _Table(columns, key) if key or not columns else _Table(("rowid", *columns), ("rowid",))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
