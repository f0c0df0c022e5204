"""Notices what is written to a store and never committed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from .faults import is_write
from .source_line import unplaced


@contextmanager
def committed(
    command: Callable[..., Any],
    what_commits: str = "`session.begin()`, or in a view `self.transaction(commit=True)`",
) -> Iterator[None]:
    """Raise `AssertionError` if a command ends well, but has not committed what it has written.

    What is rolled back because of an error was not to be committed.
    """
    from sqlalchemy import Connection, Engine, event  # noqa: PLC0415 - steps are imported at every start

    written: set[Connection] = set()

    def note(connection: Connection, _: Any, statement: str, *__: Any) -> None:
        if is_write(statement):
            written.add(connection)

    def roll_back(connection: Connection) -> None:
        if sys.exc_info()[0]:
            written.discard(connection)

    listeners: dict[str, Any] = {
        "before_cursor_execute": note,
        "commit": written.discard,
        "rollback": roll_back,
    }
    with ExitStack() as stack:
        for name, listener in listeners.items():
            event.listen(Engine, name, listener)
            stack.callback(event.remove, Engine, name, listener)
        yield
    if written:
        raise unplaced(
            AssertionError(
                f"`{command.__name__}` writes to the store in a transaction that is not committed, "
                "so nothing of that is stored. What commits at the end of a `with` is "
                f"{what_commits}."
            )
        )
