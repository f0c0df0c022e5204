"""Records which events the learner's aggregates trigger, and which of them are stored."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any, cast

from .call_tracker import Call, CallTracker
from .contexts import Contexts
from .quiet import quietly
from .record import Record
from .sqlite_connections import Ended, after_transaction, last_ended
from .texts import stable_texts, time_of
from .value_text import value_text

_FOLLOWING = "process_event"
"""The function with which an application or a projection processes another's event."""

_BOOKKEEPING = {"originator_id", "originator_version", "originator_topic", "timestamp"}


class EventRecorder:
    """Reports each event that an aggregate records, and each that is stored."""

    def __init__(self, calls: CallTracker) -> None:
        self._calls = calls
        self._record: Record
        self._contexts: Contexts
        self.when_unknown_is_stored: Callable[[str, Any, int | None, int], None] = lambda *_: None
        """Is called with each stored event that no aggregate has recorded."""
        self.begin()

    def begin(self) -> None:
        """Forget the events so far: a new scenario begins."""
        self._seen: list[tuple[Any, int]] = []
        self._aggregates: dict[tuple[str, Any], str] = {}
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

    def install(self, record: Record, contexts: Contexts) -> None:
        """Wrap the library's functions that trigger and that store events."""
        from eventsourcing.domain import BaseAggregate  # noqa: PLC0415 - slow to import
        from eventsourcing.persistence import EventStore  # noqa: PLC0415 - slow to import

        self._record, self._contexts = record, contexts
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
            self.note_store()

        def watched_put(itself: Any, domain_events: Any, **kwargs: Any) -> Any:
            for event in domain_events:
                self._tried.setdefault(_key(event), []).append((event, self._calls.step))
            context = self._contexts.called(self._contexts.name_of(itself))
            before = last_ended()
            try:
                recordings = put(itself, domain_events, **kwargs)
            except BaseException:
                self.has_refused_a_new_one = any(map(_is_first, domain_events))
                refused = Ended(is_committed=False)
                self.tell("refused", dict.fromkeys(map(id, domain_events)), context, refused)
                raise
            self._stored.update(map(_key, domain_events))
            with suppress(Exception):  # a learner's recorder may answer anything
                positions = {id(event): None for event in domain_events}
                positions |= {id(each.domain_event): each.notification.id for each in recordings}
                settle = partial(self._settle, itself, domain_events, positions)
                after_transaction(settle, before)
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
        self.add(
            event,
            attributes=vars(event),
            aggregate=self._name(event, type(aggregate)),
            version=event.originator_version,
            time=time_of(getattr(event, "timestamp", None)),
            id=str(event.originator_id),
        )

    def note_store(self) -> None:
        """Note that there is a store: from now on an event may lack in it."""
        self._has_store = True
        self._record.send("store")

    def add(self, event: Any, attributes: dict[str, Any], **more: Any) -> None:
        """Report an event that was recorded, and is not stored yet."""
        if not self.is_shown or not self._record.has_room("event"):
            return
        carried = {name: each for name, each in attributes.items() if name not in _BOOKKEEPING}
        with quietly():
            texts = {name: value_text(each) for name, each in carried.items()}
        place = self._record.place()
        time = more.pop("time", place["time"])
        self._seen.append((event, place["order"]))
        self._record.send(
            "event",
            name=type(event).__name__,
            attributes=texts,
            values=stable_texts(carried, texts),
            context=self._record.acting() or self._contexts.only_one,
            stored=False if self._has_store else None,
            **(place | {"time": time}),
            **more,
        )

    def tell(
        self, what: str, positions: Mapping[int, int | None], context: str, ended: Ended
    ) -> None:
        """Report that events were stored or refused; they are given by their Python ids."""
        for event, order in self._seen:
            if id(event) in positions:
                self._record.send(
                    what,
                    number=order,
                    position=positions[id(event)],
                    context=context,
                    settled=self._record.settled(ended),
                    step=self._record.step,
                )

    def has_seen(self, event: Any) -> bool:
        """Return whether an event has been reported as recorded."""
        return any(each is event for each, _ in self._seen)

    def _settle(
        self, store: Any, events: Any, positions: Mapping[int, int | None], ended: Ended
    ) -> None:
        """Report what a transaction has stored; what no aggregate has recorded is passed on."""
        if not ended.is_committed:
            return
        name = self._contexts.name_of(store)
        self.tell("stored", positions, self._contexts.called(name), ended)
        for event in events if name else ():
            if not hasattr(event, "mutate") and not self.has_seen(event):
                settled = self._record.settled(ended)
                self.when_unknown_is_stored(name, event, positions[id(event)], settled)

    def _name(self, event: Any, kind: type) -> str:
        """Return a name for an aggregate: its class, and its number in the scenario.

        Two contexts may use the same id for two things, so the id alone does not identify one.
        """
        key = f"{kind.__module__}.{kind.__qualname__}", event.originator_id
        number = sum(name.startswith(f"{kind.__name__} ") for name in self._aggregates.values()) + 1
        return self._aggregates.setdefault(key, f"{kind.__name__} {number}")


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
