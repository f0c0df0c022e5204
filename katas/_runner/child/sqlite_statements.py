"""Finds out what a statement of SQL may change."""

import re
from dataclasses import dataclass
from functools import lru_cache

from katas._runner.recorded import DELETED, INSERTED, UPDATED

_WRITE = re.compile(
    r"\b(INSERT|REPLACE|UPDATE|DELETE)\b(?:\s+OR\s+\w+)?(?:\s+(?:INTO|FROM))?\s+"
    r"(?:[\"'`\[]?main[\"'`\]]?\s*\.\s*)?[\"'`\[]?(\w+)",
    re.IGNORECASE,
)
_KINDS = {"INSERT": INSERTED, "REPLACE": INSERTED, "UPDATE": UPDATED, "DELETE": DELETED}

_READS = re.compile(r"\s*(SELECT|PRAGMA|BEGIN|EXPLAIN)\b", re.IGNORECASE)
_SCHEMA = re.compile(r"\b(CREATE|DROP|ALTER)\b", re.IGNORECASE)
_UPSERT = re.compile(r"\bON\s+CONFLICT\b", re.IGNORECASE)
_BACK = re.compile(r"\s*ROLLBACK\b(?:.*\bTO\b(?:\s+SAVEPOINT)?\s+(\S+))?", re.IGNORECASE)
_POINT = re.compile(r"\s*SAVEPOINT\s+(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """What a statement may do."""

    writes: tuple[tuple[str, str], ...]
    """Tables, and the kinds of changes to each."""
    is_schema: bool
    point: str
    """The name of the savepoint that it sets."""
    is_back: bool
    back_to: str
    """The savepoint that it goes back to, if it does not undo the whole transaction."""


@lru_cache(maxsize=512)
def understood(sql: str) -> Statement | None:
    """Return what a statement may do; None for one that only reads."""
    if _READS.match(sql):
        return None
    writes = [(table, _KINDS[kind.upper()]) for kind, table in _WRITE.findall(sql)]
    if _UPSERT.search(sql):
        writes += [(table, UPDATED) for table, _ in writes[:1]]
    point, back = _POINT.match(sql), _BACK.match(sql)
    return Statement(
        writes=tuple(writes),
        is_schema=bool(_SCHEMA.search(sql)),
        point=point[1] if point else "",
        is_back=bool(back),
        back_to=(back[1] or "") if back else "",
    )
