"""What a store refuses, in words: the library has one name for three different things."""

import pytest
from eventsourcing.persistence import IntegrityError

from katas._runner.blame import Blame
from katas._runner.paths import KATAS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this position is stored already"),
        ("UNIQUE constraint failed: sales_events.originator_version", "this version of it"),
        ('violates unique constraint "sales_events_aggregate_idx"', "this version of it"),
        ("NOT NULL constraint failed: picks.bags\n[SQL: INSERT …]", "failed: picks.bags"),
    ],
)
def test_an_integrity_error_is_told_by_its_cause(text: str, told: str) -> None:
    """A position, a version, or the database's own reason without its SQL."""
    error = Blame(KATAS).explain(IntegrityError(text) if text else IntegrityError())
    assert told in error.message
    assert "SQL" not in error.message
