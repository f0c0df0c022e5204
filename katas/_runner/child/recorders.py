"""All that records what a scenario does, for a picture of it.

None of it changes what the code under test does, and none makes a run fail.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from .command_recorder import CommandRecorder
from .contexts import Contexts, file_of
from .delivery_recorder import DeliveryRecorder
from .event_recorder import EventRecorder
from .message_recorder import MessageRecorder
from .messages import MessageWriter
from .record import Record
from .row_recorder import RowRecorder
from .tag_recorder import TagRecorder


class Recorders:
    """The recorders of a run of the kata in `folder`, which is about some `contexts`."""

    def __init__(self, events: EventRecorder, folder: Path, contexts: Sequence[str]) -> None:
        self._record = Record()
        self._contexts = Contexts(contexts)
        self._events = events
        self._tags = TagRecorder(events, self._contexts)
        self._rows = RowRecorder(self._record, self._contexts, str(folder))
        self._deliveries = DeliveryRecorder(self._record, self._contexts, self._rows)
        self.commands = CommandRecorder(self._record, self._contexts, str(folder), self._deliveries)
        self.messages = MessageRecorder(self._record, self._contexts)

    def install(self, messages: MessageWriter) -> None:
        """Begin to watch the library, before a kata is imported."""
        self._record.install(messages)
        self._contexts.when_opened = self.commands.watch_given
        self._contexts.install()
        self._events.install(self._record, self._contexts)
        self._events.when_unknown_is_stored = self.messages.said
        self._rows.install()

    def install_rest(self) -> None:
        """Begin to watch what only some katas have imported."""
        if "eventsourcing.dcb.application" in sys.modules:
            self._tags.install()
        if "eventsourcing.system" in sys.modules:
            self.messages.install()

    def begin(self) -> None:
        """Begin a scenario."""
        self._record.begin()
        self._contexts.begin()
        for each in (self._rows, self._deliveries, self.commands, self.messages):
            each.begin()

    def broken(self, what: str, context: str, file: str) -> None:
        """Report a fault: of a context, or of the one that has its store in a file."""
        if self._record.has_room("fault"):
            place = self._record.place()
            context = context or self._contexts.user_of(file_of(file))
            self._record.send("fault", what=what, context=context, **place)

    def begin_step(self, number: int) -> None:
        """Begin a step."""
        self._record.step = number

    def begin_step_call(self, kind: str) -> None:
        """Begin the function of a step: its fixtures exist now."""
        self.commands.begin_step(kind)

    def end_step(self, *, has_passed: bool) -> None:
        """End a step. What happens after a failed one is still counted to it."""
        self.commands.end_step()
        if has_passed:
            self._record.step = None

    def end(self) -> None:
        """End a scenario."""
        for each in (self._rows, self.messages, self._record):
            with suppress(Exception):  # a learner's values may raise anything
                each.end()
