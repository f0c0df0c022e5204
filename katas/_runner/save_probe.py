"""Tries out whether saves are noticed, because that depends on the file system."""

import tempfile
import time
from itertools import count
from pathlib import Path


def sees_saves(place: Path, *, is_polling: bool = False, timeout: float = 3.0) -> bool:
    """Save a file below `place` again and again, and return whether a watcher sees it.

    Returns False after `timeout` (seconds), or if no folder can be created or watched there.
    """
    try:
        with tempfile.TemporaryDirectory(
            dir=place, prefix=".trial-", ignore_cleanup_errors=True
        ) as folder:
            return _is_seen(Path(folder), timeout, is_polling=is_polling)
    except (OSError, RuntimeError):  # it is read-only, or the system has no watches left
        return False


def _is_seen(folder: Path, timeout: float, *, is_polling: bool) -> bool:
    from watchfiles import watch  # noqa: PLC0415 - may be missing, and the doctor says so

    end = time.monotonic() + timeout
    numbers = count()
    for changes in watch(
        folder,
        watch_filter=None,
        force_polling=is_polling,
        poll_delay_ms=50,
        step=10,
        rust_timeout=100,  # milliseconds; then it yields an empty set, and we save again
        yield_on_timeout=True,
    ):
        if changes or time.monotonic() > end:
            return bool(changes)
        (folder / "saved.py").write_text(f"number = {next(numbers)}\n", "utf-8")
    return False
