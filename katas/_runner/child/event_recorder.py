"""Records which events the learner's aggregates trigger, and which of them are stored."""

import sys
from contextlib import suppress
from datetime import datetime
from time import time as now
from types import FrameType
from typing import Any, cast

from .call_tracker import Call, CallTracker
from .messages import MessageWriter
from .value_text import value_text

_MINUTE = 60.0
"""Seconds: a clock that a scenario sets differs from the computer's by more than this."""

_FOLLOWING = "process_event"
"""The function with which an application or a projection processes another's event."""

_MOST_EVENTS = 200
_BOOKKEEPING = {"originator_id", "originator_version", "originator_topic", "timestamp"}


class EventRecorder:
    """Reports each event that an aggregate records, and each that is stored."""

    def __init__(self, calls: CallTracker) -> None:
        self._calls = calls
        self._messages: MessageWriter
        self.begin()

    def begin(self) -> None:
        """Forget the events so far: a new scenario begins."""
        self._seen: list[Any] = []
        self._aggregates: dict[tuple[type, Any], str] = {}
        self._has_store = False
        self._to_save: list[tuple[Any, Call, int]] = []
        self._tried: dict[tuple[str, int], list[tuple[Any, int]]] = {}
        self._stored: set[tuple[str, int]] = set()
        self.has_refused_a_new_one = False
        self.is_shown = True

    def has_stored(self, text: str) -> bool:
        """Return whether events were stored of an aggregate whose id is in a text."""
        return any(each in text for each, _ in self._stored)

    def forgotten_saves(self) -> list[Call]:
        """Return the calls that have changed or made an aggregate, and have not tried to save it.

        A call that refused has not forgotten to save, nor has one in whose step another event with
        the same version was saved: it has tried again.
        """
        return [
            call
            for event, call, step in self._to_save
            if self._should_be_saved(event, call)
            and not self._was_tried(event, call, step)
            and call not in self._calls.refused
        ]

    def _was_tried(self, event: Any, call: Call, step: int) -> bool:
        """Whether somebody tried to save what was recorded in a step.

        Where a step calls an aggregate itself, it may leave its copy unsaved on purpose.
        """
        tried = self._tried.get(_key(event), [])
        is_own = call.name.startswith(f"{_aggregate(event)}.")
        return any(is_own or each is event or at == step for each, at in tried)

    def _should_be_saved(self, event: Any, call: Call) -> bool:
        """Whether it goes on with what is stored, or begins what a function of another makes."""
        if not _is_first(event):
            return _key(event, before=1) in self._stored
        return self._has_store and not call.name.startswith(f"{_aggregate(event)}.")

    def install(self, messages: MessageWriter) -> None:
        """Wrap the library's functions that trigger and that store events."""
        from eventsourcing.domain import BaseAggregate  # noqa: PLC0415 - slow to import
        from eventsourcing.persistence import EventStore  # noqa: PLC0415 - slow to import

        self._messages = messages
        aggregate, store = cast("Any", BaseAggregate), cast("Any", EventStore)
        create, trigger = aggregate._create.__func__, aggregate.trigger_event  # noqa: SLF001
        open_store, put = store.__init__, store.put

        def watched_create(cls: type, *args: Any, **kwargs: Any) -> Any:
            made = create(cls, *args, **kwargs)
            self._recorded(made)
            return made

        def watched_trigger(itself: Any, *args: Any, **kwargs: Any) -> None:
            trigger(itself, *args, **kwargs)
            self._recorded(itself)

        def watched_open(itself: Any, *args: Any, **kwargs: Any) -> None:
            open_store(itself, *args, **kwargs)
            self._has_store = True
            self._messages.send("store")

        def watched_put(itself: Any, domain_events: Any, **kwargs: Any) -> Any:
            for event in domain_events:
                self._tried.setdefault(_key(event), []).append((event, self._calls.step))
            try:
                recordings = put(itself, domain_events, **kwargs)
            except BaseException:
                self.has_refused_a_new_one = any(map(_is_first, domain_events))
                self._tell("refused", domain_events)
                raise
            self._stored.update(map(_key, domain_events))
            self._tell("stored", domain_events)
            return recordings

        aggregate._create = classmethod(watched_create)  # noqa: SLF001
        aggregate.trigger_event = watched_trigger
        store.__init__, store.put = watched_open, watched_put

    def _recorded(self, aggregate: Any) -> None:
        event = aggregate.pending_events[-1]
        call = self._calls.current
        self._calls.note_event()
        if call and not _is_followed(sys._getframe(2)):  # noqa: SLF001 - the only way
            self._to_save.append((event, call, self._calls.step))
        if self.is_shown and len(self._seen) < _MOST_EVENTS:
            self._seen.append(event)
            self._messages.send(
                "event",
                name=type(event).__name__,
                attributes={
                    name: value_text(value)
                    for name, value in vars(event).items()
                    if name not in _BOOKKEEPING
                },
                aggregate=self._name(event, type(aggregate)),
                version=event.originator_version,
                time=_time(event),
                stored=False if self._has_store else None,
            )

    def _name(self, event: Any, kind: type) -> str:
        """Return a name for an aggregate: its class, and its number in the scenario.

        Two contexts may use the same id for two things, so the id alone does not identify one.
        """
        key = kind, event.originator_id
        number = sum(other is kind for other, _ in self._aggregates) + 1
        return self._aggregates.setdefault(key, f"{kind.__name__} {number}")

    def _tell(self, what: str, events: Any) -> None:
        for number, seen in enumerate(self._seen):
            if any(seen is event for event in events):
                self._messages.send(what, number=number)


def _is_followed(caller: FrameType | None) -> bool:
    """Return whether another's event is being processed: the library then saves the changes."""
    while caller and caller.f_code.co_name != _FOLLOWING:
        caller = caller.f_back
    return caller is not None


def _key(event: Any, before: int = 0) -> tuple[str, int]:
    """Return the key under which an event is stored, or the one `before` versions earlier."""
    return str(event.originator_id), event.originator_version - before


def _aggregate(event: Any) -> str:
    """Return the name of the class whose event it is."""
    return type(event).__qualname__.rpartition(".")[0]


def _is_first(event: Any) -> bool:
    return bool(event.originator_version == 1)


def _time(event: Any) -> str | None:
    """Return when it happened by the scenario's clock; None if that is the computer's."""
    time = getattr(event, "timestamp", None)
    with suppress(ValueError, OverflowError, OSError):  # a learner may have put anything there
        if isinstance(time, datetime) and abs(time.timestamp() - now()) > _MINUTE:
            return time.isoformat()
    return None
