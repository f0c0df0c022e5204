"""Notices saves by the system's events, or by polling if these do not arrive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, watch

from katas._runner.paths import FEATURES, KATAS
from katas._runner.save_probe import sees_saves

from .events import Queue, Saved, Watching

_STEP, _DEBOUNCE = 10, 100
"""Milliseconds: a save is over after `_STEP` without changes, or after `_DEBOUNCE` in all."""

_POLL, _HEARTBEAT = 300, 1000
"""Milliseconds between two checks: when polling, and in addition to the system's events.

There are no events for an editor that writes from outside a container or a virtual machine.
"""

_TRIAL = 1.0
"""Seconds after which the self-test counts as failed."""

NATIVE = "saves are noticed at once"
ASKED = "polling, as you asked"
FALLBACK = "polling, because a test file was not noticed"


@contextmanager
def noticed(events: Queue, *, poll: bool) -> Iterator[None]:
    """Send an event for each save of a kata's file, and first a `Watching` event."""
    stop = Event()
    thread = Thread(target=_follow, args=(events, stop), kwargs={"poll": poll}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()


def _follow(events: Queue, stop: Event, *, poll: bool) -> None:
    how = ASKED if poll else NATIVE
    if not poll and not sees_saves(KATAS, timeout=_TRIAL):
        poll, how = True, FALLBACK
    events.put(Watching(how))
    while not stop.is_set():
        events.put(Saved())  # for saves that were missed until now
        try:
            _watch(events, stop, poll=poll)
        except (OSError, RuntimeError):  # a folder was deleted, and may come back
            stop.wait(_POLL / 1000)


def _watch(events: Queue, stop: Event, *, poll: bool) -> None:
    for _ in watch(
        KATAS,
        FEATURES,
        watch_filter=_may_matter,
        step=_STEP,
        debounce=_DEBOUNCE,
        stop_event=stop,
        rust_timeout=_HEARTBEAT,
        yield_on_timeout=True,
        force_polling=poll,
        poll_delay_ms=_POLL,
    ):
        events.put(Saved())


def _may_matter(_: Change, path: str) -> bool:
    """Return whether a run may depend on a file. The next heartbeat covers other folders."""
    return "__pycache__" not in Path(path).parts
