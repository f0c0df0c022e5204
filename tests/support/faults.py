"""Makes a store fail, always at the same write. Each fault is reported, see `hooks`."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

import pytest
from eventsourcing.persistence import PersistenceError

WRITES = ("INSERT", "UPDATE", "DELETE")

_TROUBLES = {
    "OperationalError": "while the disk is full",
    "IntegrityError": "while the store refuses a row, and not because it is stored already",
}
"""By which errors a store refuses a write, and when it does."""

DISK_ERRORS = tuple(_TROUBLES)

_MOST_WRITES = 100
"""Writes after which nobody believes any more that the work comes to its end."""


_listeners: list[Callable[[str], None]] = []
"""What is called before each statement of a `WatchedConnection`."""

_hooks: list[Any] = []
"""Those of pytest, as long as it runs."""


def pytest_configure(config: pytest.Config) -> None:
    """Report faults from now on."""
    _hooks.append(config.hook)


def pytest_unconfigure() -> None:
    """Report no more of them."""
    _hooks.pop()


class PowerCutError(BaseException):
    """Raised when the power fails. It is not an `Exception`, because no program can catch that."""


class _WatchedCursor(sqlite3.Cursor):
    def execute(self, statement: str, *args: Any) -> "_WatchedCursor":
        self._listen(statement)
        return super().execute(statement, *args)

    def executemany(self, statement: str, *args: Any) -> "_WatchedCursor":
        self._listen(statement)
        return super().executemany(statement, *args)

    def _listen(self, statement: str) -> None:
        for listen in _listeners:
            with _reported(statement, self._file):
                listen(statement)

    def _file(self) -> str:
        pragma = sqlite3.Cursor(self.connection).execute("PRAGMA database_list")
        return str(pragma.fetchone()[2])


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


@contextmanager
def _reported(statement: str, file: Callable[[], str]) -> Iterator[None]:
    """Report the fault that is raised before a statement to the store in a file, if one is."""
    try:
        yield
    except BaseException as fault:
        what = _what(fault, statement)
        for hook in _hooks if what else ():
            hook.pytest_kata_fault(what=what, context="", file=file(), is_over=False)
        raise


def _what(fault: BaseException, statement: str) -> str:
    """Return what a fault does to a statement, in words; empty if it is an error in a test."""
    if isinstance(fault, PowerCutError):
        return "the power fails"
    kinds = {each.__name__ for each in type(fault).__mro__}
    if not kinds & _TROUBLES.keys():
        return ""
    if not is_write(statement):
        return "the store cannot be read"
    return "the disk is full" if "OperationalError" in kinds else "the store refuses a row"


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


def disk_fails(
    work: Callable[[], Any], what: str, error: str = "OperationalError", at_write: int = 1
) -> bool:
    """Let the store refuse one write while something is done, and return whether there was one.

    Raises `AssertionError` if the work hides the store's error. `what` says what is being done.
    """
    with refused_write(error, at_write) as refused:
        try:
            work()
        except (PersistenceError, sqlite3.Error):
            if not refused:
                raise
            return True
    assert not refused, (
        f"{what} {_TROUBLES[error]}. The store's {error} should come out, so that whatever was "
        "at work comes again. But all ends as if it had been stored."
    )
    return False


def disk_fails_at_each_write(
    work: Callable[[], Any],
    what: str,
    error: str = "OperationalError",
    after_each: Callable[[], Any] = lambda: None,
) -> None:
    """Do something again and again until it is done, while the store refuses a write each time.

    It is the first write, the second or the third in turn, so that something is stored before it.
    Later it is the fourth, the fifth and so on, for those who store all in one transaction. Each
    time the store's error must come out. Then `after_each` is called.
    """
    for at_write in (*(1, 2, 3) * 4, *range(4, _MOST_WRITES)):
        if not disk_fails(work, what, error, at_write):
            return
        after_each()
    raise AssertionError(f"{what} again and again, and comes to no end.")


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
def store_away(address: str) -> Iterator[None]:
    """Let every statement to the store at an address fail. Others work.

    The error is of each of a store's kinds: whoever catches one of them, or an OSError, catches it.
    """
    from sqlalchemy import Connection, Engine, event, exc  # noqa: PLC0415 - as above

    class StoreAwayError(
        exc.OperationalError,
        exc.InternalError,
        exc.ProgrammingError,
        exc.NotSupportedError,
        exc.InterfaceError,
        OSError,
    ):
        pass

    def refuse(connection: Connection, _: Any, statement: str, *__: Any) -> None:
        if connection.engine.url.render_as_string(hide_password=False) == address:
            with _reported(statement, lambda: address):
                raise StoreAwayError(statement, None, OSError("the store is away"))

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)


@contextmanager
def before_each_statement(
    action: Callable[[str], None], without_sqlalchemy: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Call `action` with each statement, before a store gets it.

    A connection without SQLAlchemy gets `without_sqlalchemy`, if there is one.
    """
    from sqlalchemy import Connection, Engine, event  # noqa: PLC0415 - as above

    def listen(connection: Connection, _: Any, statement: str, *__: Any) -> None:
        with _reported(statement, lambda: str(connection.engine.url.database)):
            action(statement)

    _listeners.append(without_sqlalchemy or action)
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield
    finally:
        _listeners.pop()
        event.remove(Engine, "before_cursor_execute", listen)
