"""Which events the learner's aggregates record, and which of them are stored."""

from enum import Enum
from typing import Any, cast

from .messages import MessageWriter

_LONGEST_VALUE = 60
_MOST_EVENTS = 200
_BOOKKEEPING = {"originator_id", "originator_version", "originator_topic", "timestamp"}


class EventRecorder:
    """Notices each event that an aggregate records, and each that is stored."""

    def __init__(self, messages: MessageWriter) -> None:
        self._messages = messages
        self.begin()

    def begin(self) -> None:
        """Forget the events so far: a new scenario begins."""
        self._seen: list[Any] = []
        self._aggregates: dict[tuple[type, Any], str] = {}
        self._has_store = False

    def install(self) -> None:
        """Look over the library's shoulder, where it triggers and where it stores events."""
        from eventsourcing.domain import BaseAggregate  # noqa: PLC0415 - not before it is needed
        from eventsourcing.persistence import EventStore  # noqa: PLC0415 - not before it is needed

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
            try:
                recordings = put(itself, domain_events, **kwargs)
            except BaseException:
                self._tell("refused", domain_events)
                raise
            self._tell("stored", domain_events)
            return recordings

        aggregate._create = classmethod(watched_create)  # noqa: SLF001
        aggregate.trigger_event = watched_trigger
        store.__init__, store.put = watched_open, watched_put

    def _recorded(self, aggregate: Any) -> None:
        event = aggregate.pending_events[-1]
        if len(self._seen) < _MOST_EVENTS:
            self._seen.append(event)
            self._messages.send(
                "event",
                name=type(event).__name__,
                attributes={
                    name: _as_text(value)
                    for name, value in vars(event).items()
                    if name not in _BOOKKEEPING
                },
                aggregate=self._name(event, type(aggregate)),
                version=event.originator_version,
                stored=False if self._has_store else None,
            )

    def _name(self, event: Any, kind: type) -> str:
        """Name an aggregate by its class, and number those of a scenario.

        Two contexts may give the same id to two things, so the id alone does not tell them apart.
        """
        key = kind, event.originator_id
        number = sum(other is kind for other, _ in self._aggregates) + 1
        return self._aggregates.setdefault(key, f"{kind.__name__} {number}")

    def _tell(self, what: str, events: Any) -> None:
        for number, seen in enumerate(self._seen):
            if any(seen is event for event in events):
                self._messages.send(what, number=number)


def _as_text(value: Any) -> str:
    """Show a value as people read it: text in quotes, amounts and times plain."""
    kind: Any = type(value)
    try:
        if isinstance(value, Enum):
            text = value.name
        elif kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__:
            text = f"a {kind.__name__}"
        elif isinstance(value, str) or kind.__str__ is object.__str__:
            text = repr(value)
        else:
            text = str(value)
    except BaseException as error:  # noqa: BLE001 - a learner's __repr__ may raise anything
        text = f"<its text raises {type(error).__name__}>"
    text = " ".join(text.splitlines())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
