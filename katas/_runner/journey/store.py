"""Where the journey is stored: in a SQLite file, or in memory if the file cannot be used."""

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
"""SQLite's codes for a damaged file; after all other errors the file is not damaged."""


def in_file(folder: Path) -> Journey:
    """Open the journey in a folder, which is created if necessary. May raise any error."""
    folder.mkdir(parents=True, exist_ok=True)
    return Journey(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / FILE),
            "SQLITE_LOCK_TIMEOUT": "2",
        }
    )


def in_memory(folder: Path) -> Journey:
    """Return a copy in memory of all readable events in the folder, and write nothing there."""
    journey = Journey()
    journey.recorder.insert_events(_readable(journey, _rows(folder)))
    return journey


def _rows(folder: Path) -> list[StoredEvent]:
    """Return the recorded events; none if SQLite cannot read them.

    `immutable` needs no lock and leaves no file behind. But it ignores the write-ahead log, which
    is beside the file while another process has it open.
    """
    address = (folder.absolute() / FILE).as_uri()
    is_open = (folder / f"{FILE}-wal").exists()
    for mode in ("mode=ro", "mode=ro&immutable=1")[0 if is_open else 1 :]:
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
    """Leave out events that this process cannot read, and number the others without a gap."""
    versions: Counter[UUID | str] = Counter()
    readable = []
    for row in rows:
        is_first = row.originator_version == 1
        with suppress(Exception):  # the file itself keeps the event
            journey.read(row)
            if is_first or versions[row.originator_id]:
                versions[row.originator_id] += 1
                readable.append(replace(row, originator_version=versions[row.originator_id]))
    return readable


def is_of_the_file(error: BaseException) -> bool:
    """Return whether SQLite or the system has raised an error, not the content of the file."""
    return _cause(error) is not None


def is_damaged(error: BaseException) -> bool:
    """Return whether an error says that the file itself is damaged.

    An event that this process cannot read may be in order: a newer version has written it, or a
    package is missing.
    """
    code = getattr(_cause(error), "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in _DAMAGE


def _cause(error: BaseException | None) -> sqlite3.Error | OSError | None:
    if error is None or isinstance(error, sqlite3.Error | OSError):
        return error
    return _cause(error.__cause__)


def set_aside(folder: Path) -> Path:
    """Rename a damaged file, and return its new path. Raises `OSError`."""
    moment = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"  # unique among processes
    kept = folder / f"{FILE}.damaged-{moment}"
    (folder / FILE).replace(kept)
    for companion in ("-wal", "-shm"):
        beside = folder / f"{FILE}{companion}"
        if beside.exists():
            beside.replace(kept.with_name(f"{kept.name}{companion}"))
    return kept
