"""Watches each connection to an SQLite database: what it changes, and what is committed."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from inspect import signature
from threading import local
from typing import Any

from .contexts import file_of
from .sqlite_statements import Statement, understood
from .sqlite_triggers import Change, Triggers

Noted = Callable[[bool], None]
"""Is called when the transaction has ended, with whether it was committed."""

Listener = Callable[[str, Change], Noted | None]
"""Is called with the file of a database and a row that was changed in it."""

_OUR_FAULT = re.compile(r"no such column: (NEW|OLD)\.|_kata_")
"""What SQLite says of a trigger that does not fit its table any more."""

_open = local()
"""In `log`: that of the transaction in which this thread has executed its last statement."""


class _Log:
    """What one connection has changed since its last transaction has ended."""

    def __init__(self, file: str, listener: Listener) -> None:
        self._file = file
        self._listener = listener
        self._triggers = Triggers(self._changed)
        self._points: dict[str, int] = {}
        self.noted: list[Noted] = []

    def execute(
        self, connection: sqlite3.Connection, statement: Statement, run: Callable[[], Any]
    ) -> Any:
        """Let a statement run, and note what it changes."""
        begun = len(self.noted)
        with suppress(Exception):
            for table, change in statement.writes:
                self._triggers.prepare(connection, table, change)
        try:
            result = self._run(connection, run)
        except BaseException:
            with suppress(Exception):
                self._undo(begun if connection.in_transaction else 0)
            raise
        with suppress(Exception):
            self._note(connection, statement, begun)
        return result

    def _run(self, connection: sqlite3.Connection, run: Callable[[], Any]) -> Any:
        """Let a statement run; once more if it has failed because of a trigger of ours."""
        try:
            return run()
        except sqlite3.OperationalError as error:
            if not _OUR_FAULT.search(str(error)):
                raise
            with suppress(Exception):
                self._triggers.drop(connection)
        return run()

    def end(self, *, is_committed: bool) -> None:
        """Note the end of a transaction."""
        with suppress(Exception):
            _open.log = None
            if is_committed:
                self._triggers.commit()
                noted, self.noted = self.noted, []
                for each in noted:
                    each(True)  # noqa: FBT003 - see `Noted`
            else:
                self._undo(0)
            self._points.clear()

    def _changed(self, change: Change) -> None:
        noted = self._listener(self._file, change)
        if noted is not None:
            self.noted.append(noted)

    def _note(self, connection: sqlite3.Connection, statement: Statement, begun: int) -> None:
        if statement.is_schema:
            self._triggers.forget()
        if statement.point:
            self._points[statement.point] = begun
        if statement.back_to:
            self._undo(self._points.get(statement.back_to, 0))
        if connection.in_transaction:
            _open.log = self
        else:
            self.end(is_committed=not statement.is_back)

    def _undo(self, begun: int) -> None:
        self._triggers.roll_back()
        undone, self.noted[begun:] = self.noted[begun:], []
        for each in undone:
            each(False)  # noqa: FBT003 - see `Noted`


def after_transaction(noted: Noted) -> None:
    """Call a function when what this thread has just written is committed or rolled back.

    If its last statement is in no transaction that is still open, call it at once.
    """
    log = getattr(_open, "log", None)
    if log is None:
        noted(True)  # noqa: FBT003 - see `Noted`
    else:
        log.noted.append(noted)


def install(listener: Listener) -> None:
    """Let each connection that is opened from now on report to a listener."""
    connect = sqlite3.connect

    def watched_connect(database: Any, *args: Any, **kwargs: Any) -> Any:
        if not args:  # whoever passes the connection's class does so by name
            with suppress(Exception):
                kwargs["factory"] = _connection(kwargs.get("factory", sqlite3.Connection))
        made = connect(database, *args, **kwargs)
        with suppress(Exception):
            made._kata_log = _Log(file_of(str(database)), listener)  # noqa: SLF001 - ours
        return made

    module: Any = sqlite3
    module.connect = module.dbapi2.connect = watched_connect


@cache
def _connection(base: Any) -> Any:
    """Return a class of connections that are watched; it has the name of its base."""
    default = _default(base)

    class Watched(base):  # type: ignore[misc]
        _kata_log: _Log | None = None

        def cursor(self, factory: Any = default) -> Any:
            made = super().cursor(_cursor(factory) if isinstance(factory, type) else factory)
            with suppress(Exception):
                made._kata_log = self._kata_log  # noqa: SLF001 - ours
            return made

        def commit(self) -> None:
            super().commit()
            self._kata_end(is_committed=True)

        def rollback(self) -> None:
            super().rollback()
            self._kata_end(is_committed=False)

        def __exit__(self, *args: object) -> Any:
            result = super().__exit__(*args)
            self._kata_end(is_committed=not any(args))
            return result

        def close(self) -> None:
            super().close()
            self._kata_end(is_committed=False)

        def _kata_end(self, *, is_committed: bool) -> None:
            if self._kata_log:
                self._kata_log.end(is_committed=is_committed)

    for name in ("execute", "executemany", "executescript"):
        if getattr(base, name) is getattr(sqlite3.Connection, name):  # it would use other cursors
            setattr(Watched, name, _by_a_cursor(name))
    return _named_like(base, Watched)


def _by_a_cursor(name: str) -> Callable[..., Any]:
    def run(self: Any, *args: Any) -> Any:
        return getattr(self.cursor(), name)(*args)

    run.__name__ = name
    return run


@cache
def _cursor(base: Any) -> Any:
    """Return a class of cursors that are watched; it has the name of its base."""

    class Watched(base):  # type: ignore[misc]
        _kata_log: _Log | None = None

        def execute(self, sql: Any, *args: Any) -> Any:
            return self._kata_run(super().execute, sql, *args)

        def executemany(self, sql: Any, *args: Any) -> Any:
            return self._kata_run(super().executemany, sql, *args)

        def executescript(self, sql: Any, *args: Any) -> Any:
            return self._kata_run(super().executescript, sql, *args)

        def _kata_run(self, run: Callable[..., Any], sql: Any, *args: Any) -> Any:
            statement = understood(sql) if self._kata_log and type(sql) is str else None
            if statement is None or self._kata_log is None:
                return run(sql, *args)
            return self._kata_log.execute(self.connection, statement, lambda: run(sql, *args))

    return _named_like(base, Watched)


def _named_like(base: Any, kind: Any) -> Any:
    for name in ("__name__", "__qualname__", "__module__"):
        setattr(kind, name, getattr(base, name))
    return kind


def _default(base: Any) -> Any:
    """Return the class of cursors that a connection makes unless it is told otherwise."""
    with suppress(Exception):
        default = signature(base.cursor).parameters["factory"].default
        if isinstance(default, type):
            return default
    return sqlite3.Cursor
