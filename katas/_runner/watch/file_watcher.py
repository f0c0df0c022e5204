"""Notices saves: by the system's events, or by polling where these do not arrive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, watch

from katas._runner.paths import FEATURES, KATAS
from katas._runner.save_probe import sees_saves

from .events import Queue, Saved, Watching

_STEP, _DEBOUNCE = 10, 100
"""Milliseconds without another change, after which a save is over; and with others, at most."""

_POLL, _HEARTBEAT = 300, 1000
"""Milliseconds between two looks: when polling, and beside the system's events.

Events tell nothing of an editor that writes from outside a container or a virtual machine.
"""

_TRIAL = 1.0
"""Seconds after which the self-test counts as failed."""

NATIVE = "saves are seen at once"
ASKED = "polling, as you asked"
FALLBACK = "polling, for a test file went unnoticed"


@contextmanager
def noticed(events: Queue, *, poll: bool) -> Iterator[None]:
    """Send an event for each save of a kata's file, and first one that tells how."""
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
        events.put(Saved())  # whatever was missed until now
        try:
            _watch(events, stop, poll=poll)
        except (OSError, RuntimeError):  # a folder is gone: it may come back
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
    """Whether to look at the contents; what else a run depends on is seen at the next heartbeat."""
    return "__pycache__" not in Path(path).parts
