"""Where the journey is kept: a SQLite file, or memory where that file cannot be used."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from .application import Journey

FILE = "journey.sqlite"

_NOT_ITS_FAULT = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""Errors after which the file is as good as before; all others say that it is damaged."""


def in_file(folder: Path) -> Journey:
    """Open the journey of a folder, which is made if need be. Raises many kinds of errors."""
    folder.mkdir(parents=True, exist_ok=True)
    return Journey(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / FILE),
            "SQLITE_LOCK_TIMEOUT": "2",
        }
    )


def in_memory(folder: Path) -> Journey:
    """Make a copy in memory of what can be read in the folder, and write nothing there."""
    journey = Journey()
    address = (folder.absolute() / FILE).as_uri()
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # the second needs no lock
        try:
            with closing(sqlite3.connect(f"{address}?{mode}", uri=True)) as connection:
                rows = connection.execute(
                    "SELECT originator_id, originator_version, topic, state"
                    " FROM stored_events ORDER BY rowid"
                ).fetchall()
        except sqlite3.Error:
            continue
        journey.recorder.insert_events([StoredEvent(UUID(row[0]), *row[1:]) for row in rows])
        break
    return journey


def is_damaged(error: BaseException) -> bool:
    """Whether an error says that the file itself is damaged, and no disk is full or locked."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, OSError):
            return False
        if isinstance(cause, sqlite3.Error):
            code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            return code & 0xFF not in _NOT_ITS_FAULT
        cause = cause.__cause__
    return True


def set_aside(folder: Path) -> Path:
    """Keep a damaged file under another name, and tell which. Raises `OSError`."""
    kept = folder / f"{FILE}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    (folder / FILE).replace(kept)
    for companion in ("-wal", "-shm"):
        beside = folder / f"{FILE}{companion}"
        if beside.exists():
            beside.replace(kept.with_name(f"{kept.name}{companion}"))
    return kept
