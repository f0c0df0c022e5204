"""Watches each connection to an SQLite database: what it changes, and what is committed."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial, wraps
from inspect import signature
from threading import local
from typing import Any

from .contexts import file_of
from .sqlite_statements import Statement, understood
from .sqlite_triggers import Change, Triggers


@dataclass
class Ended:
    """The end of a transaction: all that it has changed is told with the same one.

    `number` is for whoever is told: what is known by it was committed together.
    """

    is_committed: bool
    number: int | None = None


Noted = Callable[[Ended], None]
"""Is called when the transaction has ended."""

Listener = Callable[[str, Change], Noted | None]
"""Is called with the file of a database and a row that was changed in it."""

_OUR_FAULT = re.compile(r"no such column: (NEW|OLD)\.|_kata_")
"""What SQLite says of a trigger that does not fit its table any more."""

_open = local()
"""In `log`: that of the transaction in which this thread has executed its last statement.

In `ended`: the end of the transaction that has ended last in this thread.
"""


class _Log:
    """What one connection has changed since its last transaction has ended."""

    def __init__(self, file: str, listener: Listener) -> None:
        self._file = file
        self._listener = listener
        self._triggers = Triggers(self._changed)
        self._points: dict[str, int] = {}
        self.noted: list[Noted] = []
        self.is_open = False
        """Whether something may be undone or committed."""

    def execute(
        self, connection: sqlite3.Connection, statement: Statement, run: Callable[[], Any]
    ) -> Any:
        """Let a statement run, and note what it changes."""
        begun, self.is_open = len(self.noted), True
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
        self.is_open = False
        with suppress(Exception):
            if getattr(_open, "log", None) is self:
                _open.log = None
            if is_committed:
                self._triggers.commit()
                noted, self.noted = self.noted, []
                _open.ended = ended = Ended(is_committed=True)
                for each in noted:
                    each(ended)
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
        ended = Ended(is_committed=False)
        for each in undone:
            each(ended)


def last_ended() -> Ended | None:
    """Return the end of the transaction that this thread has committed last."""
    return getattr(_open, "ended", None)


def after_transaction(noted: Noted, before: Ended | None) -> None:
    """Call a function when what this thread has just written is committed or rolled back.

    If its last statement is in no transaction that is still open, call it at once. `before` is what
    `last_ended` was before it wrote.
    """
    log = getattr(_open, "log", None)
    if log is not None:
        log.noted.append(noted)
        return
    ended = last_ended()
    noted(Ended(is_committed=True) if ended is None or ended is before else ended)


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

    class Watched(base):  # type: ignore[misc]
        _kata_log: _Log | None = None

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
            log = self._kata_log
            if log is not None and log.is_open:
                log.end(is_committed=is_committed)

    Watched.cursor = _making_cursors(base.cursor, _default(base))
    for name in ("execute", "executemany", "executescript"):
        if getattr(base, name) is getattr(sqlite3.Connection, name):  # it would use other cursors
            setattr(Watched, name, _by_a_cursor(name))
    return _named_like(base, Watched)


def _making_cursors(cursor: Callable[..., Any], default: Any) -> Callable[..., Any]:
    """Return a connection's function that makes cursors which are watched."""
    watched = _cursor(default)

    def making(self: Any, factory: Any = default) -> Any:
        kind = watched if factory is default else factory
        if factory is not default:
            with suppress(Exception):  # it may be no class
                kind = _cursor(factory)
        made = cursor(self, kind)
        with suppress(Exception):  # nor need it make objects of one's own
            made._kata_log = self._kata_log  # noqa: SLF001 - ours
        return made

    making.__name__ = "cursor"
    return making


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

    for name in ("execute", "executemany", "executescript"):
        setattr(Watched, name, _reporting(getattr(base, name)))
    return _named_like(base, Watched)


def _reporting(execute: Callable[..., Any]) -> Callable[..., Any]:
    """Return a cursor's function that reports what is executed."""

    @wraps(execute)
    def reporting(self: Any, sql: Any, *args: Any) -> Any:
        log = self._kata_log
        statement = understood(sql) if log is not None and type(sql) is str else None
        if statement is None:
            return execute(self, sql, *args)
        return log.execute(self.connection, statement, partial(execute, self, sql, *args))

    return reporting


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
