"""Records rows of read models and other tables of the kata, and the positions that readers store.

The library's own tables are told apart by their columns.
"""

import sys
from functools import cache, partial
from types import FrameType
from typing import Any

from katas._runner.paths import KATAS
from katas._runner.recorded import DELETED, INSERTED, UPDATED

from . import columns, sqlite_connections
from .contexts import Contexts
from .record import MOST, Place, Record
from .sqlite_connections import Ended, Noted
from .sqlite_triggers import Change
from .texts import texts_of

_OF_TRACKING = {"application_name", "notification_id"}
"""The columns of the library's tables of positions."""

_GIVEN = str(KATAS / "given")


class RowRecorder:
    """Reports rows that the kata's code has changed, when their transaction has ended.

    `folder` is the folder of the kata that runs. What a step itself has written is reported at the
    end of the scenario, if the database is one of the kata's applications by then.
    """

    def __init__(self, record: Record, contexts: Contexts, folder: str) -> None:
        self._record = record
        self._contexts = contexts
        self._folders = folder, _GIVEN
        self._is_of_kata = cache(lambda file: file.startswith(self._folders))
        self.begin()

    def install(self) -> None:
        """Receive the changes of all connections from now on."""
        sqlite_connections.install(self._changed)

    def begin(self) -> None:
        """Forget what steps have written: a new scenario begins."""
        self._by_steps: list[tuple[str, partial[None]]] = []
        self._has_seen = False
        self.stored = 0
        """How many changes have been committed so far."""
        self.last_file = ""
        """The database in which the last change was made, committed or not."""

    @property
    def is_complete(self) -> bool:
        """Whether it can see the stores, and has reported all that was stored."""
        is_full = any(self._record.is_full(kind) for kind in ("row", "tracking"))
        return self._has_seen and not is_full

    def end(self) -> None:
        """Report what steps have written to the databases of the kata."""
        for file, report in self._by_steps:
            if self._contexts.has_store(file) and self._record.has_room("row"):
                report()

    def _changed(self, file: str, change: Change) -> Noted | None:
        noted = self._noted(file, change)
        self._has_seen, self.last_file = True, file
        return noted and partial(self._ended, noted)

    def _ended(self, noted: Noted, ended: Ended) -> None:
        self.stored += ended.is_committed
        noted(ended)

    def _noted(self, file: str, change: Change) -> Noted | None:
        row = change.after or change.before or {}
        if row.keys() == _OF_TRACKING:
            return self._tracking(file, change) if change.after else None
        if self._record.is_full("row"):
            self._record.has_room("row")  # it is counted
            return None
        owner = self._owner(sys._getframe(2))  # noqa: SLF001 - the only way
        if owner is None and not self._contexts.has_store(file):
            return partial(self._wait, file, self._row(file, change, ""))
        has_room = change.before != change.after and self._record.has_room("row")
        return self._row(file, change, owner or "") if has_room else None

    def _wait(self, file: str, report: Noted, ended: Ended) -> None:
        if ended.is_committed and len(self._by_steps) < MOST:
            self._record.settled(ended)
            self._by_steps.append((file, partial(report, ended)))

    def _owner(self, caller: FrameType | None) -> str | None:
        """Return the class of the kata whose method is at work; None if none of its code is."""
        while caller:
            if self._is_of_kata(caller.f_code.co_filename):
                owner = caller.f_locals.get("self")
                return self._contexts.of(owner) if owner is not None else ""
            caller = caller.f_back
        return None

    def _tracking(self, file: str, change: Change) -> Noted | None:
        if not self._record.has_room("tracking"):
            return None
        place, row = self._record.happens(), change.after or {}
        reader = self._contexts.reader(file, change.table)
        context = self._contexts.of_store(file) or reader
        return lambda ended: self._record.send(
            "tracking",
            reader=reader,
            stream=str(row["application_name"]),
            position=row["notification_id"],
            committed=ended.is_committed,
            settled=self._record.settled(ended),
            context=context,
            store=self._contexts.number_of_store(context, file),
            **place,
        )

    def _row(self, file: str, change: Change, owner: str) -> Noted:
        return partial(self._tell, file, change, owner, self._record.happens())

    def _tell(self, file: str, change: Change, owner: str, place: Place, ended: Ended) -> None:
        before, after = change.before, change.after
        row = texts_of(columns.read(change.table, after or before or {}))
        changed = _changed(before, after) if before and after else {}
        context = self._contexts.of_table(file, change.table) or owner
        self._record.send(
            "row",
            table=change.table,
            change=UPDATED if before and after else INSERTED if after else DELETED,
            key={name: row[name] for name in change.key},
            values={name: text for name, text in row.items() if name not in change.key},
            before=texts_of(columns.read(change.table, changed)),
            committed=ended.is_committed,
            settled=self._record.settled(ended),
            context=context,
            store=self._contexts.number_of_store(context, file),
            **place,
        )


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the old values that an update has changed."""
    return {name: value for name, value in before.items() if value != after.get(name)}
