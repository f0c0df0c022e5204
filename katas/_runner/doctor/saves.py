"""Whether saved files are noticed: tried out, for it depends on the file system."""

import tempfile
import time
from itertools import count
from pathlib import Path

from katas._runner.paths import KATAS

from .finding import FINE, NOTE, WRONG, Finding

_PATIENCE = 3.0
"""Seconds until a watcher counts as blind."""


def saves() -> Finding:
    """Whether `kata watch` is told of a save, or must look for itself, or cannot see it."""
    with tempfile.TemporaryDirectory(
        dir=KATAS, prefix=".doctor-", ignore_cleanup_errors=True
    ) as folder:
        if sees_saves(Path(folder)):
            return Finding(FINE, "`kata watch` is told of them at once")
        if sees_saves(Path(folder), is_polling=True):
            return Finding(
                NOTE,
                "this file system tells nobody; `kata watch` looks for itself (polling)",
                "A folder on the machine's own disk is quicker than a network or shared one.",
            )
    return Finding(
        WRONG,
        f"nothing sees them in {KATAS}",
        "Clone to the machine's own disk. Or do without `kata watch`: `kata run` always works.",
    )


def sees_saves(folder: Path, *, is_polling: bool = False) -> bool:
    """Save a file in a folder, again and again, until that is seen or it takes too long."""
    from watchfiles import watch  # noqa: PLC0415 - may be missing

    end = time.monotonic() + _PATIENCE
    numbers = count()
    for changes in watch(
        folder,
        watch_filter=None,
        force_polling=is_polling,
        poll_delay_ms=50,
        step=10,
        rust_timeout=100,  # milliseconds; then it yields nothing, and we save once more
        yield_on_timeout=True,
    ):
        if changes or time.monotonic() > end:
            return bool(changes)
        (folder / "saved.py").write_text(f"number = {next(numbers)}\n", "utf-8")
    return False
