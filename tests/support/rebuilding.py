"""Checks after each step that every aggregate has the state that its events give it.

An aggregate's state must come from its events, because nothing else is stored. So each event that
is applied to an aggregate is also applied to a second one, its counterpart, which no command
changes. After a step, all attributes of both must be equal, also the private ones.

A computed value may be cached, if `functools.cached_property` declares it. It must be equal to the
value that would be computed now.
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
"""Aggregates to keep until a step's end although it has dropped them. A replay has thousands."""

MISSING = object()
"""The value of an attribute that does not exist."""


@dataclass(frozen=True)
class Difference:
    """An attribute whose value does not come from the aggregate's events.

    `events` are those that were applied since both were last equal. If the events cannot be applied
    again, `name` is empty, and `rebuilt` is the error.
    """

    aggregate: Any
    name: str
    live: Any
    rebuilt: Any
    events: tuple[Any, ...]

    @property
    def is_kept(self) -> bool:
        """Whether it is a cached value."""
        return _kept(self.aggregate, self.name) is not None


@dataclass
class Counterpart:
    """An aggregate that is built only from the events of another one."""

    live: "weakref.ref[Any]"
    thread: threading.Thread
    rebuilt: Any = None
    waiting: list[Any] = field(default_factory=list)
    since_same: list[Any] = field(default_factory=list)
    difference: Difference | None = None

    def look(self) -> Difference | None:
        """Return the first difference; once found, it stays the same."""
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
        """Apply the waiting events, without printing their output a second time."""
        while self.waiting:
            event = self.waiting.pop(0)
            self.since_same.append(event)
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                self.rebuilt = event.mutate(self.rebuilt)


class Rebuilding:
    """Compares the aggregates of a scenario with their counterparts."""

    def __init__(self) -> None:
        self._counterparts: dict[int, Counterpart] = {}
        self._kept: list[Any] = []
        self._is_following = False
        self._own = threading.local()

    def begin(self) -> None:
        """Compare all aggregates that are created from now on."""
        self._is_following = True

    def end(self) -> None:
        """Forget them all."""
        self._is_following = False
        self._kept.clear()
        self._counterparts.clear()

    def look(self) -> Difference | None:
        """Return the first difference in any of the aggregates that this step has used.

        Aggregates of another running thread are left out: they may be changing.
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
        """Wrap the library's functions that apply and that trigger events."""
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
        """Ignore, in this thread, what happens to aggregates inside a `with` block."""
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
            with self._aside():  # `mutate` may call that of a base class
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
        """Return the counterpart of an aggregate; a copy of an aggregate has none."""
        counterpart = self._counterparts.get(id(aggregate))
        return counterpart if counterpart and counterpart.live() is aggregate else None


def _copied(event: Any) -> Any:
    try:
        return copy.deepcopy(event)
    except Exception:  # noqa: BLE001 - a learner's value may refuse a copy
        return event


def _kept(aggregate: Any, name: str) -> "cached_property[Any] | None":
    """Return the declaration of an attribute that is a cached value; None for others."""
    declared = getattr(type(aggregate), name, None)
    return declared if isinstance(declared, cached_property) else None


def _differing(live: Any, rebuilt: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the attributes that differ, with both values."""
    mine, theirs = state_of(live), state_of(rebuilt)
    for name in sorted((mine.keys() | theirs.keys()) - _BOOKKEEPING):
        here, there = mine.get(name, MISSING), theirs.get(name, MISSING)
        if kept := _kept(live, name):
            there = here if here is MISSING else kept.func(rebuilt)
        if not is_same(here, there):
            yield name, here, there
