"""A temporary folder in `.kata`: on the disk of the checkout, where files can be renamed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .paths import STATE


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """Yield a new folder, and remove it afterwards, also `.kata` if it was not there before."""
    is_new = not os.path.lexists(STATE)
    STATE.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(
            dir=STATE, prefix=f"{purpose}-", ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)
    finally:
        if is_new:
            with suppress(OSError):  # somebody has put something there in the meantime
                STATE.rmdir()
