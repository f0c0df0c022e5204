"""Removes variables from the environment that would change what katas and the command do.

In the eventsourcing library, the environment overrides the settings in an application's class, and
libpq connects to whatever `PGHOST` says. Learners may have set such variables for another project.
"""

import os
import re
from collections.abc import Iterable

SERVER = "KATA_DATABASE_URL"
"""The variable that names a PostgreSQL server, to be used instead of one of our own."""

_OF_THE_LIBRARY = re.compile(
    r"(.+_)?(PERSISTENCE_MODULE|CIPHER_KEY|CREATE_TABLE|ORIGINATOR_ID_TYPE|SINGLE_ROW_TRACKING"
    r"|IS_SNAPSHOTTING_ENABLED|AGGREGATE_CACHE_.+|DEEPCOPY_FROM_AGGREGATE_CACHE"
    r"|(SQLITE|SQLALCHEMY|POSTGRES)_.+|[A-Z]+_TOPIC)|EVENTSOURCING_.+"
)
"""Variables that the library reads, also after an application's name: `SALES_CIPHER_KEY`."""

_OF_A_SESSION = re.compile(r"PG(OPTIONS|TZ|DATESTYLE|CLIENTENCODING|GEQO|TARGETSESSIONATTRS)")
_OF_LIBPQ = re.compile(r"PG[A-Z]+")
"""Variables that libpq reads. If a server is named, some of the latter may be its login data."""


def foreign(names: Iterable[str], *, has_server: bool) -> list[str]:
    """Return the names of variables that the library or libpq would read, and that are removed."""
    kinds = [_OF_THE_LIBRARY, _OF_A_SESSION if has_server else _OF_LIBPQ]
    return [name for name in names if any(kind.fullmatch(name) for kind in kinds)]


def leave_out_foreign() -> None:
    """Remove foreign variables from this process, and so from every process that it starts."""
    for name in foreign(list(os.environ), has_server=bool(os.environ.get(SERVER))):
        del os.environ[name]
