"""The company of k19, in which Sales says more while somebody asks how much there is. No steps.

Whoever reads all that there is, asks for the last position and then begins to listen after it has
missed what came in between.
"""

from time import monotonic, sleep
from typing import Any

from eventsourcing.postgres import PostgresApplicationRecorder

from katas.k19_open_for_business import company

CONTEXTS, FOLLOWS, PUBLIC = company.CONTEXTS, company.FOLLOWS, company.PUBLIC

LONG = 10.0
"""Seconds after which nothing more is expected."""

_max_notification_id = PostgresApplicationRecorder.max_notification_id


def _once_there_is_more(recorder: Any) -> int | None:
    found: int | None = _max_notification_id(recorder)
    before = found
    end = monotonic() + LONG
    while recorder.events_table_name == "sales_public_events" and found == before:
        if monotonic() > end:
            break
        sleep(0.05)
        found = _max_notification_id(recorder)
    return found


PostgresApplicationRecorder.max_notification_id = _once_there_is_more  # type: ignore[method-assign]
