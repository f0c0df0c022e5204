"""Power cuts, scripted: just before a write, and always at the same one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WRITES = ("INSERT", "UPDATE", "DELETE")


class PowerCutError(BaseException):
    """Raised when the power fails. No program can catch that: so it is no `Exception`."""


@contextmanager
def power_cut(before_write: int) -> Iterator[None]:
    """Let the power fail just before a write to any store, and come back in the end."""
    from sqlalchemy import Engine, event  # noqa: PLC0415 - steps are imported at every start

    writes = 0

    def count(*args: Any) -> None:
        nonlocal writes
        statement = args[2]
        writes += statement.lstrip().upper().startswith(WRITES)
        if writes == before_write:
            raise PowerCutError

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)
