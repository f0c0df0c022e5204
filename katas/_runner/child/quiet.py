"""Marks what the recorders themselves call of a learner's code, such as `__str__`.

Nobody asked for it, so it is no call of a scenario.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

_mark = local()


def is_on() -> bool:
    """Return whether this thread calls only for a recorder."""
    return getattr(_mark, "is_on", False)


@contextmanager
def quietly() -> Iterator[None]:
    """Let no call of this thread count, inside a `with` block."""
    before = is_on()
    _mark.is_on = True
    try:
        yield
    finally:
        _mark.is_on = before
