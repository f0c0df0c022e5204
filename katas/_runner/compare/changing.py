"""Recognizes what changes with each run and means nothing: ids, times, memory addresses."""

import re
from functools import lru_cache

_CHANGING = {
    "<id>": r"UUID\('[0-9a-f-]*(?:'\))?"  # a long text may be cut within an id
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{0,27}"
    r"|\b[0-9a-f]{32}\b",
    "<time>": r"datetime\.datetime\((?:[^()]|\([^()]*\))*\)?"
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b1\d{9}\.\d+\b",
    "<address>": r"\b0x[0-9a-f]{6,}\b",
}
"""Replacements, and the patterns that they replace. A date without a time stays."""


@lru_cache(maxsize=1024)
def without_changing(text: str) -> str:
    """Replace whatever changes with each run by a fixed text."""
    for name, pattern in _CHANGING.items():
        text = re.sub(pattern, name, text)
    return text
