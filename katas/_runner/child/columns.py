"""Reads what SQLite has stored as the kata's tables mean it: money and not cents, an id, a time."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from .quiet import quietly

_readers: dict[str, dict[str, Callable[[Any], Any]]] = {}
"""By a table's name and a column's: what makes a value of what is stored."""


def read(table: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of some columns; as they are stored where nothing says what they mean."""
    if table not in _readers and "sqlalchemy" in sys.modules:
        _find_tables()
    readers = _readers.setdefault(table, {})
    with quietly():
        return {name: _value(readers.get(name), value) for name, value in stored.items()}


def _value(reader: Callable[[Any], Any] | None, stored: Any) -> Any:
    with suppress(Exception):  # a learner's type may raise anything
        return reader(stored) if reader else stored
    return stored


def _find_tables() -> None:
    """Look for the tables of SQLAlchemy that the kata's modules define."""
    for module in [each for name, each in sys.modules.items() if name.startswith("katas.k")]:
        for value in list(vars(module).values()):
            with suppress(Exception):  # a learner's class may raise anything
                table = vars(value).get("__table__", value)
                if type(table).__name__ == "Table":
                    _readers[str(table.name)] = dict(_readers_of(table))


def _readers_of(table: Any) -> Any:
    for column in table.columns:
        with suppress(Exception):  # likewise a learner's type
            reader = column.type.dialect_impl(_dialect()).result_processor(_dialect(), None)
            if reader:
                yield str(column.name), reader


@cache
def _dialect() -> Any:
    from sqlalchemy.dialects.sqlite import dialect  # noqa: PLC0415 - only where it is used

    return dialect()
