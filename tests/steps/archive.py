"""Steps about events that were stored long ago, and must not change by a byte.

The kata's test module provides the fixtures `archive`, their store, and `recorded`, the events.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent
from pytest_bdd import given, then

from katas._runner.manifest import normalized
from tests.stores import Store, close


class Archive:
    """The store of an application, used without the classes of its events."""

    def __init__(self, name: str, store: Store) -> None:
        self._class = type(name, (Application,), {})
        self._store = store

    def put(self, facts: list[StoredEvent]) -> None:
        """Store events without a change."""
        application = self._class(self._store)
        application.recorder.insert_events(facts)
        close(application)

    def facts(self, count: int) -> list[Any]:
        """Return the first events, as they are stored."""
        application = self._class(self._store)
        facts = application.recorder.select_notifications(start=1, limit=count)
        close(application)
        return list(facts)


def read_records(path: Path, digest: str) -> list[StoredEvent]:
    """Return the events in a file, one a line, and check that nobody has edited the file."""
    content = normalized(path.read_bytes())
    assert sha256(content).hexdigest() == digest, (
        f"the file {path.name} contains what was stored long ago. Nobody may edit it, but it has"
        " been changed. The original is in solutions/, under the same name."
    )
    return [
        StoredEvent(
            UUID(record["originator_id"]),
            record["originator_version"],
            record["topic"],
            record["state"].encode(),
        )
        for record in map(json.loads, content.decode().splitlines())
    ]


@given("a year of Sales' records has been handed over to Support")
def records_have_been_handed_over(archive: Archive, recorded: list[StoredEvent]) -> None:
    archive.put(recorded)


@then("what was handed over is stored as it was")
def it_is_stored_as_it_was(archive: Archive, recorded: list[StoredEvent]) -> None:
    stored = archive.facts(len(recorded))
    assert len(stored) == len(recorded), (
        f"{len(recorded)} events were handed over, but {len(stored)} are left."
    )
    for number, (before, after) in enumerate(zip(recorded, stored, strict=True), start=1):
        assert (after.topic, after.state) == (before.topic, before.state), (
            "What was handed over should be stored as it was, but somebody has edited event"
            f" {number}: {_told(before)} has become {_told(after)}."
        )


def _told(fact: Any) -> str:
    return f"{fact.topic.rpartition(':')[2]} {fact.state.decode(errors='replace')}"
