"""Makes a store fail, always at the same write."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

WRITES = ("INSERT", "UPDATE", "DELETE")


_listeners: list[Callable[[str], None]] = []
"""What is called before each statement of a `WatchedConnection`."""


class PowerCutError(BaseException):
    """Raised when the power fails. It is not an `Exception`, because no program can catch that."""


class _WatchedCursor(sqlite3.Cursor):
    def execute(self, statement: str, *args: Any) -> "_WatchedCursor":
        for listen in _listeners:
            listen(statement)
        return super().execute(statement, *args)

    def executemany(self, statement: str, *args: Any) -> "_WatchedCursor":
        for listen in _listeners:
            listen(statement)
        return super().executemany(statement, *args)


class WatchedConnection(sqlite3.Connection):
    """A connection to SQLite without SQLAlchemy, with the same faults."""

    def cursor(self, factory: Any = _WatchedCursor) -> Any:
        """Make a cursor that is watched."""
        return super().cursor(factory)

    def execute(self, *args: Any) -> Any:
        """Execute a statement by a cursor that is watched."""
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> Any:
        """Execute a statement many times by a cursor that is watched."""
        return self.cursor().executemany(*args)


def is_write(statement: str) -> bool:
    """Return whether a statement writes rows."""
    return statement.lstrip().upper().startswith(WRITES)


@contextmanager
def power_cut(before_write: int) -> Iterator[None]:
    """Let the power fail just before a write to any store, inside a `with` block."""
    writes = 0

    def count(statement: str) -> None:
        nonlocal writes
        writes += is_write(statement)
        if writes == before_write:
            raise PowerCutError

    with before_each_statement(count):
        yield


@contextmanager
def refused_write(error: str, at_write: int = 1, *, later_too: bool = False) -> Iterator[list[str]]:
    """Let one write to any store fail with SQLAlchemy's `error`, or also all later ones.

    Yields a list of the statements that were refused so far.
    """
    from sqlalchemy import exc  # noqa: PLC0415 - steps are imported at every start

    writes = 0
    refused: list[str] = []

    def refuse(statement: str) -> None:
        nonlocal writes
        writes += is_write(statement)
        is_refused = writes >= at_write if later_too else writes == at_write
        if is_write(statement) and is_refused:
            refused.append(statement)
            raise getattr(exc, error)(statement, None, OSError("refused for a moment"))

    def refuse_without_sqlalchemy(statement: str) -> None:
        try:
            refuse(statement)
        except exc.DBAPIError as refusal:
            raise getattr(sqlite3, error)("refused for a moment") from refusal

    with before_each_statement(refuse, refuse_without_sqlalchemy):
        yield refused


@contextmanager
def refused_reads(error: str, *, once_here: bool = False) -> Iterator[None]:
    """Let every read from any store fail with SQLAlchemy's `error`.

    With `once_here`, only the first read of this thread fails.
    """
    from sqlalchemy import exc  # noqa: PLC0415 - steps are imported at every start

    here = get_ident()
    refused: list[str] = []

    def refuse(statement: str) -> None:
        is_meant = not once_here or (get_ident() == here and not refused)
        if is_meant and statement.lstrip().upper().startswith("SELECT"):
            refused.append(statement)
            raise getattr(exc, error)(statement, None, OSError("refused for a moment"))

    with before_each_statement(refuse):
        yield


@contextmanager
def before_each_statement(
    action: Callable[[str], None], without_sqlalchemy: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Call `action` with each statement, before a store gets it.

    A connection without SQLAlchemy gets `without_sqlalchemy`, if there is one.
    """
    from sqlalchemy import Engine, event  # noqa: PLC0415 - steps are imported at every start

    def listen(*args: Any) -> None:
        action(args[2])

    _listeners.append(without_sqlalchemy or action)
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield
    finally:
        _listeners.pop()
        event.remove(Engine, "before_cursor_execute", listen)
