"""Steps about a replay: the progress it reports, its memory, and how often it writes.

The kata's test module passes `progress` to the replay, and runs it inside `watch`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import then

from tests.support.faults import is_write
from tests.support.source_line import PlacedError

BATCH = 2
"""Events that a replay may process at a time: few, so that a short history has several batches."""

_NOT_THE_LOG = (
    "A replay should read the notification log, which is what others may read. The recorder, the "
    "repository and the events of an order are Sales' own."
)


MOST_TIMES = 12
"""Times that a batch is given to `learn` before nobody believes any more that it will be taken."""

_LONGEST_STORY = 9
"""What happens in three batches."""


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
        """The position after which the last replay began, and the last one of its history."""
        self.goes_on = False
        """Whether the last replay was to finish an interrupted one."""
        self.power_fails = False
        """Whether the power fails as soon as a replay reports its progress."""
        self.meanwhile: Callable[[], None] | None = None
        """A function to call as soon as a replay reports its progress."""
        self._stored: Callable[[], int | None] = lambda: None
        self._note: Callable[[str], None] = lambda _: None

    def begin(
        self, stored: Callable[[], int | None], last: int, note: Callable[[str], None]
    ) -> None:
        """Listen to a replay, and `note` what it tells.

        `stored` returns the position that is stored. `last` is the last position by now: there the
        history ends, unless an interrupted replay is to be finished, which ends where that one did.
        """
        self.told.clear()
        self.begun_at, self._stored, self._note = stored() or 0, stored, note
        self.goes_on = self.begun_at < self.total
        self.total = self.total if self.goes_on else last

    def forget(self) -> None:
        """Begin with a new store, which knows of no replay."""
        self.total = 0

    def __call__(self, done: Any, total: Any) -> None:
        """Hear how far the replay is."""
        told = f"progress is told {done} of {total}"
        self._note(f"progress({done}, {total})")
        assert total == self.total, (
            f"{told}. But {self.total} was the last position when the "
            f"{'interrupted replay began' if self.goes_on else 'replay was called'}, and what came "
            "later is not history."
        )
        before = self.told[-1] if self.told else self.begun_at
        assert before < done, f"{told}. But {before} of {total} was reached before."
        assert done <= total, (
            f"{told}. But history ends at {total}, and what came later is left to `follow`."
        )
        stored = self._stored()
        assert done >= (stored or 0), (
            f"{told}. But somebody else has replayed in the meantime, and {stored} is stored. The "
            "store has refused this batch with an IntegrityError, which must end the replay."
        )
        assert done == stored, (
            f"{told}. But the stored position is {stored}: if the power fails now, the next"
            " replay goes on after that one."
        )
        self.told.append(done)
        self._hook(done=done, total=total)
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            meanwhile()
        if self.power_fails:
            raise PowerFailureError

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
        """The transactions that have written to the reader's store since the log was read."""
        self.writes = 0
        """The most statements that have written to the reader's store in one transaction."""
        self.start: Any = None
        """What the log was first asked for: the events after this position."""
        self.read = 0
        """The events that were read."""
        self.learn: Any = None
        """What takes the events in."""
        self.learned = 0
        """How often it was called."""
        self._held = self._writes = 0
        self._story: list[str] = []

    @property
    def story(self) -> str:
        """What has happened, in order: to be said behind a message."""
        begin = ", ".join(self._story[:_LONGEST_STORY])
        more = " …" if self._story[_LONGEST_STORY:] else ""
        return f"\nThe replay: {begin}{more}" if begin else ""

    def note(self, text: str) -> None:
        """Add to the story."""
        self._story.append(text)

    @contextmanager
    def over(self, upstream: Any, reader: Any) -> Iterator[None]:
        """Watch a reader, which has its own store, while it reads the log of `upstream`.

        It may read only the log: the recorder is an internal part of `upstream`.
        """
        from sqlalchemy import event  # noqa: PLC0415 - steps are imported at every start

        self.held = self.commits = self.writes = self._held = self._writes = 0
        self.start, self.read, self.learn, self.learned = None, 0, reader.learn, 0
        self._story.clear()
        event.listen(reader.datastore.engine, "commit", self._count_commit)
        event.listen(reader.datastore.engine, "before_cursor_execute", self._count_write)
        with pytest.MonkeyPatch.context() as patch:
            log, recorder = upstream.notification_log, upstream.recorder
            select, read = log.select, recorder.select_notifications
            is_asked = False
            times = 0

            def learn_from_a_list(events: Any, *args: Any, **kwargs: Any) -> Any:
                nonlocal times
                times += 1
                self.learned += 1
                if times > MOST_TIMES:  # no AssertionError: a retry might catch it
                    pytest.fail(
                        "The replay gives one batch to `learn` again and again, though the store "
                        "refuses it. An error of the store should end the replay."
                    )
                assert not isinstance(events, Iterator), (
                    "`learn` gets its events as something that can be gone through only once. Give "
                    "it a list."
                )
                return self.learn(events, *args, **kwargs)

            def select_from_log(*args: Any, **kwargs: Any) -> Any:
                nonlocal is_asked, times
                is_asked, times = True, 0
                if self.start is None:
                    self.start = kwargs.get("start", args[0] if args else None) or 0
                try:
                    return select(*args, **kwargs)
                finally:
                    is_asked = False

            def read_notifications(*args: Any, **kwargs: Any) -> Any:
                assert is_asked, _NOT_THE_LOG
                return self._count_events(read(*args, **kwargs))

            def read_events(*_: Any, **__: Any) -> Any:
                raise AssertionError(_NOT_THE_LOG)

            patch.setattr(reader, "learn", learn_from_a_list)
            patch.setattr(log, "select", select_from_log)
            patch.setattr(recorder, "select_notifications", read_notifications)
            patch.setattr(recorder, "select_events", read_events)
            yield

    def _count_events(self, page: Any) -> Any:
        self._held += len(page)
        self.held = max(self.held, self._held)
        self.read += len(page)
        self.note(f"read {len(page)} event{'' if len(page) == 1 else 's'}")
        return page

    def _count_commit(self, _: Any) -> None:
        if self.start is not None:  # before, the end of the history is stored
            self.commits += 1
            self.writes = max(self.writes, self._writes)
            self.note(f"stored by {self._writes} write{'' if self._writes == 1 else 's'}")
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
        f"{f'the last that it tells is {last}' if last else 'it tells nothing'}.{watch.story}"
    )
    _a_batch_is_one_transaction(progress, watch)
    assert len(progress.told) == watch.commits, (
        f"Progress should be told once after each batch, but it is told {len(progress.told)} times,"
        f" and there were {watch.commits} transactions.{watch.story}"
    )


@then("it has reported no progress")
def it_has_told_nothing(progress: Progress, watch: Watch) -> None:
    assert not progress.told, (
        f"There is nothing to read, so progress should not be called, but it was told "
        f"{progress.told}.{watch.story}"
    )


@then("it has gone on where it had stopped")
def it_has_gone_on(progress: Progress, watch: Watch) -> None:
    assert progress.begun_at, "The position of the first batch should be stored, but there is none."
    it_has_told_how_far_it_was(progress, watch)
    assert len(progress.told) <= progress.most_batches, (
        f"The replay should go on after position {progress.begun_at}, up to {progress.total}, "
        f"{BATCH} events at a time.{watch.story}"
    )


@then("it has read a little at a time")
def it_has_taken_in_a_little_at_a_time(progress: Progress, watch: Watch) -> None:
    assert watch.held <= BATCH, (
        f"The replay should take in what it has read before it reads on: at most {BATCH} events at "
        f"once, but it has read {watch.held}.{watch.story}"
    )
    events = progress.total - progress.begun_at
    assert watch.read >= events, (
        f"The replay has come to its end, but it has read {watch.read} of {events} events. A page "
        f"ends at its limit: which position is reached then?{watch.story}"
    )
    _a_batch_is_one_transaction(progress, watch)
    assert watch.commits <= progress.most_batches, (
        f"{progress.total} positions in batches of {BATCH} should take {progress.most_batches} "
        f"transactions at most, but there were {watch.commits}.{watch.story}"
    )
    assert watch.writes <= 2, (
        "A batch should take two statements that write, one for all its rows and one for its "
        f"position, but one batch took {watch.writes}.{watch.story}"
    )


def _a_batch_is_one_transaction(progress: Progress, watch: Watch) -> None:
    told, code = len(progress.told), watch.learn.__code__
    assert not told < watch.learned <= 2 * told, (
        f"`learn` should get all events of a batch at once, but for {told} batches it is called "
        f"{watch.learned} times, each time with a transaction of its own.{watch.story}"
    )
    if told < watch.commits <= 2 * told:
        message = (
            f"A batch should be one transaction, but {told} batches took {watch.commits}: the rows "
            f"and their position belong together.{watch.story}"
        )
        raise PlacedError(message, Path(code.co_filename), code.co_firstlineno)
