"""Waits until a PostgreSQL application is notified of new events. No steps.

The library starts to listen in a thread of its own, some time after the subscription has begun. It
would notice an event that is recorded in between only with the next one. So scenarios begin later.
"""

from time import monotonic
from uuid import uuid4

from tests.stores import Store

TIMEOUT = 10.0
"""Seconds until the thread must listen."""

IS_LISTENING = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = :name AND query LIKE 'LISTEN %' AND state = 'idle'
"""


def with_name(store: Store) -> Store:
    """Return a PostgreSQL store's settings, with a name that identifies its connections."""
    from sqlalchemy import make_url  # noqa: PLC0415 - steps are imported at every start

    url = make_url(store["SQLALCHEMY_URL"])
    named = url.update_query_dict({"application_name": f"kata_{uuid4().hex}"})
    return {**store, "SQLALCHEMY_URL": named.render_as_string(hide_password=False)}


def wait_until_listening(store: Store) -> None:
    """Wait until an application with this store is notified of new events."""
    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415 - steps are imported at every start

    url = make_url(store["SQLALCHEMY_URL"])
    engine = create_engine(
        url.difference_update_query(["application_name"]), isolation_level="AUTOCOMMIT"
    )
    name = {"name": url.query["application_name"]}
    deadline = monotonic() + TIMEOUT
    try:
        with engine.connect() as connection:
            while not connection.scalar(text(IS_LISTENING), name):
                assert monotonic() < deadline, "The application does not listen to PostgreSQL."
    finally:
        engine.dispose()
