"""Records the events with tags, which belong to no aggregate: those of `eventsourcing.dcb`."""

from contextlib import suppress
from typing import Any

from .contexts import Contexts
from .event_recorder import EventRecorder
from .sqlite_connections import Ended


class TagRecorder:
    """Reports each tagged event that a decision records, and each that is stored."""

    def __init__(self, events: EventRecorder, contexts: Contexts) -> None:
        self._events = events
        self._contexts = contexts

    def install(self) -> None:
        """Wrap the library's functions that trigger and that store tagged events."""
        from eventsourcing.dcb.application import (  # noqa: PLC0415 - slow to import
            DCBApplication,
        )
        from eventsourcing.dcb.domain import Perspective  # noqa: PLC0415 - likewise
        from eventsourcing.dcb.persistence import DCBEventStore  # noqa: PLC0415 - likewise

        application: Any = DCBApplication
        perspective: Any = Perspective
        store: Any = DCBEventStore
        open_application, open_store = application.__init__, store.__init__
        trigger, append = perspective.trigger_event, store.append

        def watched_application(itself: Any, *args: Any, **kwargs: Any) -> None:
            open_application(itself, *args, **kwargs)
            with suppress(Exception):  # without a mapper there is no event store
                self._contexts.note_application(itself.events, itself.name)

        def watched_open(itself: Any, *args: Any, **kwargs: Any) -> None:
            open_store(itself, *args, **kwargs)
            self._events.note_store()

        def watched_trigger(itself: Any, *args: Any, **kwargs: Any) -> None:
            trigger(itself, *args, **kwargs)
            with suppress(Exception):  # a learner's decision may be of any kind
                self._add(itself.new_decisions[-1])

        def watched_append(itself: Any, events: Any, *args: Any, **kwargs: Any) -> Any:
            events = list(events)
            with suppress(Exception):  # likewise
                for each in events:
                    if not self._events.has_seen(each.decision):
                        self._add(each)
            try:
                last = append(itself, events, *args, **kwargs)
            except BaseException:
                self._tell("refused", itself, events, None)
                raise
            self._tell("stored", itself, events, last)
            return last

        application.__init__, store.__init__ = watched_application, watched_open
        perspective.trigger_event, store.append = watched_trigger, watched_append

    def _add(self, tagged: Any) -> None:
        self._events.add(tagged.decision, vars(tagged.decision), tags=list(map(str, tagged.tags)))

    def _tell(self, what: str, store: Any, events: list[Any], last: int | None) -> None:
        """Report what has become of events; `last` is the position of the last one."""
        with suppress(Exception):  # likewise
            begin = None if last is None else last - len(events) + 1
            positions = {
                id(each.decision): None if begin is None else begin + number
                for number, each in enumerate(events)
            }
            context = self._contexts.called(self._contexts.name_of(store))
            self._events.tell(what, positions, context, Ended(is_committed=last is not None))
