"""Settings of the surroundings that would change what katas and the command do.

The eventsourcing library lets the environment speak before an application's own class, and libpq
connects to whatever `PGHOST` says. What somebody has set for another project is left out here.
"""

import os
import re
from collections.abc import Iterable

SERVER = "KATA_DATABASE_URL"
"""The setting that names a PostgreSQL server, which is then used instead of one of our own."""

_OF_THE_LIBRARY = re.compile(
    r"(.+_)?(PERSISTENCE_MODULE|CIPHER_KEY|CREATE_TABLE|ORIGINATOR_ID_TYPE|SINGLE_ROW_TRACKING"
    r"|IS_SNAPSHOTTING_ENABLED|AGGREGATE_CACHE_.+|DEEPCOPY_FROM_AGGREGATE_CACHE"
    r"|(SQLITE|SQLALCHEMY|POSTGRES)_.+|[A-Z]+_TOPIC)|EVENTSOURCING_.+"
)
"""What the library reads, each also behind an application's name: `SALES_PERSISTENCE_MODULE`."""

_OF_A_SESSION = re.compile(r"PG(OPTIONS|TZ|DATESTYLE|CLIENTENCODING|GEQO|TARGETSESSIONATTRS)")
_OF_LIBPQ = re.compile(r"PG[A-Z]+")
"""What libpq reads. Where a server is named, the latter may say how to get into it."""


def foreign(names: Iterable[str], *, has_server: bool) -> list[str]:
    """Return those of the variables that are settings for the library, or for libpq."""
    kinds = [_OF_THE_LIBRARY, _OF_A_SESSION if has_server else _OF_LIBPQ]
    return [name for name in names if any(kind.fullmatch(name) for kind in kinds)]


def leave_out_foreign() -> None:
    """Take foreign settings out of this process, and so out of all that it starts."""
    for name in foreign(list(os.environ), has_server=bool(os.environ.get(SERVER))):
        del os.environ[name]
