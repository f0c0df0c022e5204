"""Tests how stores are opened."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, MetaData, Table, create_engine, event, insert
from sqlalchemy.engine.interfaces import CacheStats

from tests.support import compiled_statements

TABLE = Table("price", MetaData(), Column("price", JSON))


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize(
    ("serializer", "is_compiled_anew"), [(None, False), (_compact, True)], ids=["same", "other"]
)
def test_engines_with_the_same_settings_share_compiled_statements(
    tmp_path: Path, serializer: Any, *, is_compiled_anew: bool
) -> None:
    """An engine with other settings compiles its own: they may be part of what is compiled."""
    compiled_statements.share()
    hits: list[CacheStats] = []
    written: list[str] = []
    for name, own in [("first", None), ("second", serializer)]:
        engine = create_engine(f"sqlite:///{tmp_path}/{name}", json_serializer=own)

        @event.listens_for(engine, "after_cursor_execute")
        def _note(_: Any, __: Any, statement: str, ___: Any, context: Any, *____: Any) -> None:
            if statement.startswith("INSERT"):
                hits.append(context.cache_hit)

        with engine.begin() as connection:
            TABLE.create(connection)
            connection.execute(insert(TABLE).values(price={"euros": 7}))
            written += connection.exec_driver_sql("SELECT price FROM price").scalars()
        engine.dispose()
    assert (hits[1] is CacheStats.CACHE_MISS) is is_compiled_anew
    assert written == ['{"euros": 7}', '{"euros":7}' if is_compiled_anew else '{"euros": 7}']
