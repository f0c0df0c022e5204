"""What is different in each run and tells nothing: ids, readings of the clock, addresses."""

import re
from functools import lru_cache

_CHANGING = {
    "<id>": r"UUID\('[0-9a-f-]*(?:'\))?"  # a long text is cut, and perhaps within an id
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{0,27}"
    r"|\b[0-9a-f]{32}\b",
    "<time>": r"datetime\.datetime\((?:[^()]|\([^()]*\))*\)?"
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b1\d{9}\.\d+\b",
    "<address>": r"\b0x[0-9a-f]{6,}\b",
}
"""The texts that stand for them, and what they look like. A mere date is the same all day."""


@lru_cache(maxsize=1024)
def without_changing(text: str) -> str:
    """Put a fixed text in the place of whatever would be another in the next run."""
    for name, pattern in _CHANGING.items():
        text = re.sub(pattern, name, text)
    return text
