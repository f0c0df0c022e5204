"""Waiting for what another process does."""

import time
from collections.abc import Callable


def soon(is_so: Callable[[], bool]) -> bool:
    """Wait some seconds for something to become so, and return whether it has."""
    end = time.monotonic() + 20
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()
