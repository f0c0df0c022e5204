"""Notices what the learner's code prints, and which events its aggregates record."""

import codecs
import io
from enum import Enum
from typing import Any, cast

from .journal import Journal

_LONGEST_VALUE = 60
_LONGEST_OUTPUT = 4000
_MOST_EVENTS = 200
_BOOKKEEPING = {"originator_id", "originator_version", "originator_topic", "timestamp"}


class Sink(io.RawIOBase):
    """Takes what is printed: passes on the first characters and drops the rest."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.begin()

    def begin(self) -> None:
        """Start to count anew: a new scenario begins."""
        self._left = _LONGEST_OUTPUT

    def writable(self) -> bool:
        """Bytes can be written."""
        return True

    def close(self) -> None:
        """Stay open: whoever closes stdout is heard all the same."""

    def write(self, data: Any) -> int:
        """Pass on as much as is still allowed."""
        text = self._decode(bytes(data)) if self._left > 0 else ""
        if text:
            kept = text[: self._left]
            self._left -= len(text)
            self._journal.send("output", text=kept if self._left > 0 else f"{kept}\n… and more")
        return len(data)


class Output(io.TextIOWrapper):
    """Stands in for stdout and stderr, and can what they can."""

    def __init__(self, journal: Journal) -> None:
        self._sink = Sink(journal)
        super().__init__(
            cast("Any", self._sink), "utf-8", errors="replace", newline="\n", write_through=True
        )

    def begin(self) -> None:
        """Start to count anew: a new scenario begins."""
        self._sink.begin()


class EventWatch:
    """Notices each event that an aggregate records, and each that is stored."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.begin()

    def begin(self) -> None:
        """Forget the events so far: a new scenario begins."""
        self._seen: list[Any] = []

    def install(self) -> None:
        """Look over the library's shoulder, where it triggers and where it stores events."""
        from eventsourcing.domain import BaseAggregate  # noqa: PLC0415 - not before it is needed
        from eventsourcing.persistence import EventStore  # noqa: PLC0415 - likewise

        aggregate, store = cast("Any", BaseAggregate), cast("Any", EventStore)
        create, trigger = aggregate._create.__func__, aggregate.trigger_event  # noqa: SLF001
        put = store.put

        def watched_create(cls: type, *args: Any, **kwargs: Any) -> Any:
            made = create(cls, *args, **kwargs)
            self._recorded(made.pending_events[-1])
            return made

        def watched_trigger(itself: Any, *args: Any, **kwargs: Any) -> None:
            trigger(itself, *args, **kwargs)
            self._recorded(itself.pending_events[-1])

        def watched_put(itself: Any, domain_events: Any, **kwargs: Any) -> Any:
            recordings = put(itself, domain_events, **kwargs)
            for event in domain_events:
                self._stored(event)
            return recordings

        aggregate._create = classmethod(watched_create)  # noqa: SLF001
        aggregate.trigger_event = watched_trigger
        store.put = watched_put

    def _recorded(self, event: Any) -> None:
        if len(self._seen) < _MOST_EVENTS:
            self._seen.append(event)
            attributes = {
                name: _as_text(value)
                for name, value in vars(event).items()
                if name not in _BOOKKEEPING
            }
            self._journal.send("event", name=type(event).__name__, attributes=attributes)

    def _stored(self, event: Any) -> None:
        for number, seen in enumerate(self._seen):
            if seen is event:
                self._journal.send("stored", number=number)


def _as_text(value: Any) -> str:
    """Show a value as people read it: text in quotes, amounts and times plain."""
    kind: Any = type(value)
    try:
        if isinstance(value, Enum):
            text = value.name
        elif isinstance(value, str) or kind.__str__ is object.__str__:
            text = repr(value)
        else:
            text = str(value)
    except BaseException as error:  # noqa: BLE001 - a learner's __repr__ may raise anything
        text = f"<its text raises {type(error).__name__}>"
    text = " ".join(text.splitlines())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
