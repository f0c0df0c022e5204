"""Steps about a replay: the progress it reports, its memory, and how often it writes.

The kata's test module passes `progress` to the replay, and runs it inside `watch`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pytest_bdd import then

from tests.support.faults import is_write

BATCH = 2
"""Events that a replay may process at a time: few, so that a short history has several batches."""

_NOT_THE_LOG = (
    "A replay should read the notification log, which is what others may read. The recorder, the "
    "repository and the events of an order are Sales' own."
)


class PowerFailureError(Exception):
    """Raised when the power fails during a replay."""


class Progress:
    """Receives the progress of a replay, as `progress(done, total)`, and passes it on to `hook`.

    It checks with each call that the reported position is already stored.
    """

    def __init__(self, hook: Callable[..., Any]) -> None:
        self._hook = hook
        self.told: list[int] = []
        """The positions that the last replay has reported."""
        self.begun_at = self.total = 0
        """The position after which the last replay began, and the last position of its history."""
        self.power_fails = False
        """Whether the power fails as soon as a replay reports its progress."""
        self.meanwhile: Callable[[], None] | None = None
        """A function to call as soon as a replay reports its progress."""
        self._stored: Callable[[], int | None] = lambda: None

    def begin(self, stored: Callable[[], int | None], total: int) -> None:
        """Expect a replay up to `total`; `stored` returns the stored position."""
        self.told.clear()
        self.begun_at, self.total, self._stored = stored() or 0, total, stored

    def __call__(self, done: Any, total: Any) -> None:
        """Receive how far the replay is."""
        told = f"progress is called with {done} of {total}"
        assert total == self.total, (
            f"{told}. But {self.total} was the last position when the replay was called, and what "
            "came later is not history."
        )
        before = self.told[-1] if self.told else self.begun_at
        assert before < done <= total, f"{told}. But {before} of {total} was reached before."
        stored = self._stored()
        assert done == stored, (
            f"{told}. But the stored position is {stored}: if the power fails now, the next"
            " replay goes on after that one."
        )
        self.told.append(done)
        self._hook(done=done, total=total)
        if self.power_fails:
            raise PowerFailureError
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            meanwhile()

    @property
    def most_batches(self) -> int:
        """How many batches the last replay may have needed."""
        return -(-(self.total - self.begun_at) // BATCH)


class Watch:
    """Counts what a replay reads and writes."""

    def __init__(self) -> None:
        self.held = 0
        """The largest number of events that were read and not yet processed."""
        self.commits = 0
        """The transactions that have written to the reader's store."""
        self.writes = 0
        """The largest number of writing statements in one transaction of the reader's store."""
        self._held = self._writes = 0

    @contextmanager
    def over(self, upstream: Any, reader: Any) -> Iterator[None]:
        """Watch a reader, which has its own store, while it reads the log of `upstream`.

        It may read only the log: the recorder is an internal part of `upstream`.
        """
        from sqlalchemy import event  # noqa: PLC0415 - steps are imported at every start

        self.held = self.commits = self.writes = self._held = self._writes = 0
        event.listen(reader.datastore.engine, "commit", self._count_commit)
        event.listen(reader.datastore.engine, "before_cursor_execute", self._count_write)
        with pytest.MonkeyPatch.context() as patch:
            log, recorder = upstream.notification_log, upstream.recorder
            select, read = log.select, recorder.select_notifications
            is_asked = False

            def select_from_log(*args: Any, **kwargs: Any) -> Any:
                nonlocal is_asked
                is_asked = True
                try:
                    return select(*args, **kwargs)
                finally:
                    is_asked = False

            def read_notifications(*args: Any, **kwargs: Any) -> Any:
                assert is_asked, _NOT_THE_LOG
                return self._count_events(read(*args, **kwargs))

            def read_events(*_: Any, **__: Any) -> Any:
                raise AssertionError(_NOT_THE_LOG)

            patch.setattr(log, "select", select_from_log)
            patch.setattr(recorder, "select_notifications", read_notifications)
            patch.setattr(recorder, "select_events", read_events)
            yield

    def _count_events(self, page: Any) -> Any:
        self._held += len(page)
        self.held = max(self.held, self._held)
        return page

    def _count_commit(self, _: Any) -> None:
        self.commits += 1
        self.writes = max(self.writes, self._writes)
        self._held = self._writes = 0

    def _count_write(self, *args: Any) -> None:
        self._writes += is_write(args[2])


@pytest.fixture
def progress(pytestconfig: pytest.Config) -> Progress:
    return Progress(pytestconfig.hook.pytest_kata_progress)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@then("it has reported how far it was, up to the end")
def it_has_told_how_far_it_was(progress: Progress, watch: Watch) -> None:
    last = progress.told[-1] if progress.told else None
    assert last == progress.total, (
        f"A replay of {progress.total} positions should call progress(done, total) after each batch"
        f", the last time with {progress.total} for both, but "
        f"{f'the last position that it reports is {last}' if last else 'it never does'}."
    )
    assert len(progress.told) == watch.commits, (
        f"Progress should be reported after each batch, but it is reported {len(progress.told)} "
        f"times, and there were {watch.commits} transactions."
    )


@then("it has reported no progress")
def it_has_told_nothing(progress: Progress) -> None:
    assert not progress.told, (
        f"There is nothing to read, so progress should not be called, but it was called with "
        f"{progress.told}."
    )


@then("it has gone on where it had stopped")
def it_has_gone_on(progress: Progress, watch: Watch) -> None:
    assert progress.begun_at, "The position of the first batch should be stored, but there is none."
    it_has_told_how_far_it_was(progress, watch)
    assert len(progress.told) <= progress.most_batches, (
        f"The replay should go on after position {progress.begun_at}, up to {progress.total}, "
        f"{BATCH} events at a time. It reports {progress.told}."
    )


@then("it has read a little at a time")
def it_has_taken_in_a_little_at_a_time(progress: Progress, watch: Watch) -> None:
    assert watch.held <= BATCH, (
        f"The replay should process what it has read before it reads on: at most {BATCH} events at "
        f"once, but it has read {watch.held}."
    )
    assert watch.commits <= progress.most_batches, (
        f"{progress.total} positions in batches of {BATCH} should take {progress.most_batches} "
        f"transactions at most, but there were {watch.commits}."
    )
    assert watch.writes <= 2, (
        "A batch should take two statements that write, one for all its rows and one for its "
        f"position, but one batch took {watch.writes}."
    )
