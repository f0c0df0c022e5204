"""Keeps compiled SQL for all engines: a scenario opens its stores again and again.

Each engine has a cache of its own, which is empty at first. A service has one engine all its life.
"""

from collections import defaultdict
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.util import LRUCache

_MOST = 1000

_PLAIN = (str, int, tuple, type(None))

_OF_A_STORE = {"default_schema_name"}
"""What differs from store to store, and does not concern how a statement is compiled."""


class _Statements(LRUCache[Any, Any]):
    """Keeps the statements of dialects with the same settings by a key without the dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


@cache
def share() -> None:
    """Let engines whose dialects have the same settings use one cache from now on."""
    statements = defaultdict[object, _Statements](partial(_Statements, _MOST))

    @event.listens_for(Engine, "engine_connect")
    def _connected(connection: Connection) -> None:
        connection.execution_options(compiled_cache=statements[_settings(connection.dialect)])


def _settings(dialect: Dialect) -> object:
    return type(dialect), *(
        (name, value)
        for name, value in vars(dialect).items()
        if name not in _OF_A_STORE and (isinstance(value, _PLAIN) or callable(value))
    )
