"""What ends a pull that would never end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

PAGES = 20
"""Pages after which nobody believes any more that a pull will come to its end."""


@contextmanager
def patience(
    upstream: Any, reader: str, each: str = "event, also with one that changes nothing"
) -> Iterator[None]:
    """Let `reader` read the pages of an application, but not the same one again and again.

    `each` says with what the position should move.
    """
    recorder, pages = upstream.recorder, 0
    select = recorder.select_notifications

    def select_with_patience(*args: Any, **kwargs: Any) -> Any:
        nonlocal pages
        pages += 1
        assert pages <= PAGES, (
            f"{reader} reads the same events again and again: the position should move with "
            f"each {each}."
        )
        return select(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorder, "select_notifications", select_with_patience)
        yield
