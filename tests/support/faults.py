"""Makes a store fail, always at the same write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

WRITES = ("INSERT", "UPDATE", "DELETE")


class PowerCutError(BaseException):
    """Raised when the power fails. It is not an `Exception`, because no program can catch that."""


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

    with before_each_statement(refuse):
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
def before_each_statement(action: Callable[[str], None]) -> Iterator[None]:
    """Call `action` with each statement, before a store gets it."""
    from sqlalchemy import Engine, event  # noqa: PLC0415 - steps are imported at every start

    def listen(*args: Any) -> None:
        action(args[2])

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
