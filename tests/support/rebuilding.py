"""After each step of a scenario, every aggregate is what its events make of it.

An aggregate's state comes from its events: whoever loads it tomorrow has nothing else. Each event
that is applied to an aggregate is therefore applied to a second one as well, its counterpart, which
no command ever touches. After a step the two must be the same, attribute by attribute, private ones
included.

A value that is worked out on demand may be kept: `functools.cached_property` says that it is one.
It must still be what it would be if it were worked out now.
"""

import copy
import io
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from eventsourcing.domain import (
    BaseAggregate,
    CanInitAggregate,
    CanMutateAggregate,
    CanSnapshotAggregate,
)

from .sameness import is_same, state_of

_BOOKKEEPING = {"_id", "_version", "_created_on", "_modified_on", "_pending_events"}
"""What the library itself keeps in an aggregate."""

_MOST_KEPT = 500
"""Aggregates that a step may drop and that are looked at all the same; a replay drops thousands."""

MISSING = object()
"""Stands for the value of an attribute that is not there."""


@dataclass(frozen=True)
class Difference:
    """An attribute that an aggregate has otherwise than its events tell.

    `events` are those that were applied since the two were last the same. Where the events cannot
    even be applied again, `name` is empty, and `rebuilt` is the error.
    """

    aggregate: Any
    name: str
    live: Any
    rebuilt: Any
    events: tuple[Any, ...]

    @property
    def is_kept(self) -> bool:
        """Whether it is a value that is worked out on demand, and then kept."""
        return _kept(self.aggregate, self.name) is not None


@dataclass
class Counterpart:
    """The aggregate that is made of another one's events alone."""

    live: "weakref.ref[Any]"
    thread: threading.Thread
    rebuilt: Any = None
    waiting: list[Any] = field(default_factory=list)
    since_same: list[Any] = field(default_factory=list)
    difference: Difference | None = None

    def look(self) -> Difference | None:
        """Return the first difference there has been; the two do not come together again."""
        aggregate = self.live()
        if self.difference or aggregate is None:
            return self.difference
        try:
            self._catch_up()
        except Exception as error:  # noqa: BLE001 - a learner's code may raise anything
            self.difference = Difference(aggregate, "", None, error, tuple(self.since_same))
            return self.difference
        for name, live, rebuilt in _differing(aggregate, self.rebuilt):
            self.difference = Difference(aggregate, name, live, rebuilt, tuple(self.since_same))
            return self.difference
        self.since_same.clear()
        return None

    def _catch_up(self) -> None:
        """Apply what is waiting. What that prints has been printed before."""
        while self.waiting:
            event = self.waiting.pop(0)
            self.since_same.append(event)
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                self.rebuilt = event.mutate(self.rebuilt)


class Rebuilding:
    """Follows the aggregates of a scenario."""

    def __init__(self) -> None:
        self._counterparts: dict[int, Counterpart] = {}
        self._kept: list[Any] = []
        self._is_following = False
        self._own = threading.local()

    def begin(self) -> None:
        """Follow all aggregates that come about from now on."""
        self._is_following = True

    def end(self) -> None:
        """Forget them all."""
        self._is_following = False
        self._kept.clear()
        self._counterparts.clear()

    def look(self) -> Difference | None:
        """Return the first difference in any of the aggregates that this step has touched.

        Those of a thread that goes on may be in the middle of something.
        """
        here = threading.current_thread()
        with self._aside():
            for counterpart in list(self._counterparts.values()):
                if counterpart.thread is here or not counterpart.thread.is_alive():
                    difference = counterpart.look()
                    if difference:
                        return difference
        self._kept.clear()
        return None

    def install(self) -> None:
        """Look over the library's shoulder, where it applies events and where it triggers them."""
        for kind in (CanMutateAggregate, CanInitAggregate, CanSnapshotAggregate):
            self._watch_mutate(kind)
        aggregate_class: Any = BaseAggregate
        trigger = aggregate_class.trigger_event

        @wraps(trigger)
        def watched(aggregate: Any, *args: Any, **kwargs: Any) -> None:
            counterpart = self._of(aggregate) if self._is_watching else None
            if counterpart:
                with self._aside():
                    counterpart.look()  # between two events of one step
            trigger(aggregate, *args, **kwargs)

        aggregate_class.trigger_event = watched

    @property
    def _is_watching(self) -> bool:
        return self._is_following and not getattr(self._own, "is_aside", False)

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Take no notice, in this thread, of what happens to aggregates."""
        before = getattr(self._own, "is_aside", False)
        self._own.is_aside = True
        try:
            yield
        finally:
            self._own.is_aside = before

    def _watch_mutate(self, kind: Any) -> None:
        mutate: Callable[..., Any] = kind.mutate

        @wraps(mutate)
        def watched(event: Any, aggregate: Any) -> Any:
            if not self._is_watching:
                return mutate(event, aggregate)
            as_recorded = _copied(
                event
            )  # the aggregate may keep a list of the event, and add to it
            with self._aside():  # an event class may call the same of its base class
                applied = mutate(event, aggregate)
            self._follow(as_recorded, aggregate, applied)
            return applied

        kind.mutate = watched

    def _follow(self, event: Any, before: Any, after: Any) -> None:
        counterpart = self._of(after)
        if counterpart is None and (before is None or isinstance(event, CanSnapshotAggregate)):
            counterpart = self._begin(after)
        if counterpart:
            counterpart.waiting.append(event)

    def _begin(self, aggregate: Any) -> Counterpart:
        key = id(aggregate)
        reference = weakref.ref(aggregate, lambda _: self._counterparts.pop(key, None))
        counterpart = Counterpart(reference, threading.current_thread())
        self._counterparts[key] = counterpart
        if len(self._kept) < _MOST_KEPT:
            self._kept.append(aggregate)
        return counterpart

    def _of(self, aggregate: Any) -> Counterpart | None:
        """The counterpart of an aggregate; one that was copied from another has none."""
        counterpart = self._counterparts.get(id(aggregate))
        return counterpart if counterpart and counterpart.live() is aggregate else None


def _copied(event: Any) -> Any:
    try:
        return copy.deepcopy(event)
    except Exception:  # noqa: BLE001 - what a learner's event carries may refuse to be copied
        return event


def _kept(aggregate: Any, name: str) -> "cached_property[Any] | None":
    """The declaration of an attribute whose value is worked out on demand."""
    declared = getattr(type(aggregate), name, None)
    return declared if isinstance(declared, cached_property) else None


def _differing(live: Any, rebuilt: Any) -> Iterator[tuple[str, Any, Any]]:
    """The attributes that differ, with both values."""
    mine, theirs = state_of(live), state_of(rebuilt)
    for name in sorted((mine.keys() | theirs.keys()) - _BOOKKEEPING):
        here, there = mine.get(name, MISSING), theirs.get(name, MISSING)
        if kept := _kept(live, name):
            there = here if here is MISSING else kept.func(rebuilt)
        if not is_same(here, there):
            yield name, here, there
