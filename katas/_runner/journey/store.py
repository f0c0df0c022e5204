"""Where the journey is kept: a SQLite file, or memory where that file cannot be used."""

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from .application import Journey

FILE = "journey.sqlite"

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""Errors by which SQLite says that the file itself is damaged; after all others it is as good."""


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
    journey.recorder.insert_events(_readable(journey, _rows(folder)))
    return journey


def _rows(folder: Path) -> list[StoredEvent]:
    """Read what is recorded; nothing where SQLite cannot."""
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
        return [StoredEvent(UUID(row[0]), *row[1:]) for row in rows]
    return []


def _readable(journey: Journey, rows: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Leave out what this process cannot read, and number the others without a gap."""
    versions: Counter[UUID | str] = Counter()
    readable = []
    for row in rows:
        is_first = row.originator_version == 1
        with suppress(Exception):  # whatever it is: in the file it stays as it is
            journey.read(row)
            if is_first or versions[row.originator_id]:
                versions[row.originator_id] += 1
                readable.append(replace(row, originator_version=versions[row.originator_id]))
    return readable


def is_of_the_file(error: BaseException) -> bool:
    """Whether SQLite or the system has raised an error, and not what was read."""
    return _cause(error) is not None


def is_damaged(error: BaseException) -> bool:
    """Whether an error says that the file itself is damaged.

    What this process cannot read may be as good as ever: a newer version has written it, or
    something is missing here.
    """
    code = getattr(_cause(error), "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in _DAMAGE


def _cause(error: BaseException | None) -> sqlite3.Error | OSError | None:
    if error is None or isinstance(error, sqlite3.Error | OSError):
        return error
    return _cause(error.__cause__)


def set_aside(folder: Path) -> Path:
    """Keep a damaged file under another name, and tell which. Raises `OSError`."""
    moment = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"  # another may do it at the same time
    kept = folder / f"{FILE}.damaged-{moment}"
    (folder / FILE).replace(kept)
    for companion in ("-wal", "-shm"):
        beside = folder / f"{FILE}{companion}"
        if beside.exists():
            beside.replace(kept.with_name(f"{kept.name}{companion}"))
    return kept
