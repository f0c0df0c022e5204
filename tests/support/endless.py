"""Ends a pull that would never end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from .source_line import unplaced

PAGES = 20
"""Pages after which a pull counts as endless."""


@contextmanager
def pages_limited(upstream: Any, reader: str) -> Iterator[list[int]]:
    """Let `reader` read the pages of an application, but not the same one again and again.

    Yields the numbers of the events that were handed out.
    """
    recorder, pages = upstream.recorder, 0
    numbers: list[int] = []
    select = recorder.select_notifications

    def select_within_limit(*args: Any, **kwargs: Any) -> Any:
        nonlocal pages
        pages += 1
        page = select(*args, **kwargs)
        numbers.extend(each.id for each in page)
        fact = page[0].topic.rpartition(".")[2] if page else "the last event"
        if pages > PAGES:
            raise unplaced(
                AssertionError(
                    f"{reader} reads the same events again and again: the position should have "
                    f"moved with {fact}, but did not. Is it stored, and committed (`commit=True`)?"
                )
            )
        return page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorder, "select_notifications", select_within_limit)
        yield numbers
