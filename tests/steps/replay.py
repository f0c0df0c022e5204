"""Steps about a replay: what it tells, what it holds in memory, and how often it writes.

The kata's test module hands `progress` to the replay, and lets it run inside `watch`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pytest_bdd import then

from tests.support.power import is_write
from tests.support.vocabulary import words


class PowerFailureError(Exception):
    """Raised when the power fails in the middle of a replay."""


class Progress:
    """Listens to a replay, which calls it as `progress(done, total)`, and tells `hook`."""

    def __init__(self, hook: Callable[..., Any]) -> None:
        self._hook = hook
        self.told: list[str] = []
        """What the last replay has told, such as "10 of 24"."""
        self.power_fails_at = ""
        """What the replay tells when the power fails."""
        self.meanwhile: Callable[[], None] | None = None
        """What happens as soon as a replay tells its progress."""

    def __call__(self, done: int, total: int) -> None:
        """Hear how far the replay is."""
        self.told.append(f"{done} of {total}")
        self._hook(done=done, total=total)
        assert len(self.told) < 100, "The replay has told its progress 100 times. Does it end?"
        if self.told[-1] == self.power_fails_at:
            raise PowerFailureError
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            meanwhile()


class Watch:
    """Counts what a replay reads and writes."""

    def __init__(self) -> None:
        self.held = 0
        """The most events that were read and not yet taken in."""
        self.commits = 0
        """The transactions that have written to the reader's store."""
        self.writes = 0
        """The statements that have written to the reader's store."""
        self._held = 0

    @contextmanager
    def over(self, upstream: Any, reader: Any) -> Iterator[None]:
        """Watch a reader, which has a store of its own, while it reads from `upstream`."""
        from sqlalchemy import event  # noqa: PLC0415 - steps are imported at every start

        self.held = self.commits = self.writes = self._held = 0
        event.listen(reader.datastore.engine, "commit", self._count_commit)
        event.listen(reader.datastore.engine, "before_cursor_execute", self._count_write)
        with pytest.MonkeyPatch.context() as patch:
            select = upstream.recorder.select_notifications
            patch.setattr(
                upstream.recorder,
                "select_notifications",
                lambda *args, **kwargs: self._count_events(select(*args, **kwargs)),
            )
            yield

    def _count_events(self, page: Any) -> Any:
        self._held += len(page)
        self.held = max(self.held, self._held)
        return page

    def _count_commit(self, _: Any) -> None:
        self.commits += 1
        self._held = 0

    def _count_write(self, *args: Any) -> None:
        self.writes += is_write(args[2])


@pytest.fixture
def progress(pytestconfig: pytest.Config) -> Progress:
    return Progress(pytestconfig.hook.pytest_kata_progress)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@then("it has told")
def it_has_told(progress: Progress, datatable: list[list[str]]) -> None:
    expected = [row[0] for row in datatable]
    assert progress.told == expected, (
        f"The replay should tell {quoted(expected)}, but it tells {quoted(progress.told)}."
    )


@then("it has told nothing")
def it_has_told_nothing(progress: Progress) -> None:
    assert not progress.told, (
        f"There is nothing to read, so progress should not be called, but it was told "
        f"{quoted(progress.told)}."
    )


@then(words("it has never held more than {size:d} events"))
def it_has_never_held_more(watch: Watch, size: int) -> None:
    assert watch.held <= size, (
        f"The replay should take in what it has read before it reads on: at most {size} events at "
        f"once, but it has read {watch.held}."
    )


@then("it has written each batch at once")
def it_has_written_each_batch_at_once(progress: Progress, watch: Watch) -> None:
    batches = len(progress.told)
    assert watch.commits <= batches, (
        f"{batches} batches should take {batches} transactions, but there were {watch.commits}."
    )
    assert watch.writes <= 2 * batches, (
        f"{batches} batches should take {2 * batches} statements, one for the rows of a batch and "
        f"one for its position, but there were {watch.writes}."
    )


def quoted(items: list[str], none: str = "nothing") -> str:
    """Write a list of sayings."""
    return ", ".join(f"“{item}”" for item in items) or none
