"""Waits for another process."""

import time
from collections.abc import Callable


def soon(is_so: Callable[[], bool]) -> bool:
    """Wait some seconds until something is true, and return whether it is."""
    end = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
