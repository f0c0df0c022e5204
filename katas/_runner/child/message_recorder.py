"""Records public messages and calls between contexts.

The library shows only some of them: messages that are stored as events of a stream, and those that
a process application is given. Steps report the others, see `tests/support/hooks.py`.
"""

import json
from contextlib import suppress
from typing import Any

from katas._runner.recorded import ANSWERED, NO, NO_ANSWER, RECEIVED, SENT, YES

from .contexts import Contexts
from .record import Place, Record
from .texts import message_of, text_of, texts_of

_BOOKKEEPING = {"originator_id", "originator_version", "timestamp"}


class MessageRecorder:
    """Reports messages that are sent, received or set aside, and how calls end."""

    def __init__(self, record: Record, contexts: Contexts) -> None:
        self._record = record
        self._contexts = contexts
        self.begin()

    def begin(self) -> None:
        """Forget the calls that have not ended: a new scenario begins."""
        self._calls: list[tuple[Place, dict[str, Any]]] = []

    def end(self) -> None:
        """Report the calls that have not ended."""
        while self._calls:
            self._tell(*self._calls.pop())

    def install(self) -> None:
        """Wrap the library's function that gives a message to a process application."""
        from eventsourcing.system import Follower  # noqa: PLC0415 - slow to import

        follower: Any = Follower
        process = follower.process_event

        def watched(itself: Any, event: Any, tracking: Any) -> Any:
            with suppress(Exception):
                self._received(itself, event, tracking)
            return process(itself, event, tracking)

        follower.process_event = watched

    def said(self, stream: str, event: Any, position: int | None, settled: int) -> None:
        """Report an event of a stream that no aggregate has recorded: it is a message."""
        context = self._contexts.called(stream)
        about = {"status": SENT, "context": context, "stream": stream, "settled": settled}
        carried = _carried(event)
        text = carried.get("text")
        if len(carried) == 1 and isinstance(text, str):
            self.told(text, **about, position=position)
        else:
            name = type(event).__name__
            self._send(**about, position=position, name=name, values=texts_of(carried))

    def told(self, text: str, **about: Any) -> None:
        """Report a message by its text, which is JSON as a rule."""
        self._send(**about, **understood(text))

    def called(self, context: str, to: str, request: str, arguments: dict[str, Any]) -> None:
        """Note that a context calls another one."""
        values = {
            "to": to,
            "request": request,
            "arguments": texts_of(arguments),
            "context": context,
        }
        self._calls.append((self._record.happens(), values))

    def ended(self, error: BaseException | None, answer: object, *, is_answered: bool) -> None:
        """Report the last call that has not ended: with an answer, a no, or an error instead."""
        place, values = self._calls.pop()
        ended = self._record.place()
        said = "" if answer is None else texts_of({"": answer})[""]
        self._tell(
            place,
            values,
            outcome=type(error).__name__ if error else ANSWERED,
            answer=(NO if error else said or YES) if is_answered else NO_ANSWER,
            reason=message_of(error) if error else "",
            ended=ended["order"],
            ended_at=ended["time"],
        )

    def _tell(self, place: Place, values: dict[str, Any], **ending: Any) -> None:
        if self._record.has_room("call"):
            self._record.send("call", **values, **place, **ending)

    def _received(self, reader: Any, event: Any, tracking: Any) -> None:
        """Report a message from somebody whose stream is not in this program."""
        if not self._contexts.is_open(tracking.application_name):
            self._send(
                status=RECEIVED,
                context=self._contexts.called(reader.name),
                stream=tracking.application_name,
                position=tracking.notification_id,
                name=type(event).__name__,
                values=texts_of(_carried(event)),
            )

    def _send(self, **values: Any) -> None:
        if self._record.has_room("message"):
            self._record.send("message", **values, **self._record.happens())


def understood(text: str) -> dict[str, Any]:
    """Return the name of a message and what it carries; its text if it is no JSON that names it."""
    message = None
    with suppress(ValueError, RecursionError):
        message = json.loads(text)
    if isinstance(message, dict) and isinstance(message.get("message"), str):
        name = message.pop("message")
        return {"name": name, "values": texts_of(message), "text": ""}
    return {"name": "", "values": {}, "text": text_of(text)}


def _carried(event: Any) -> dict[str, Any]:
    return {name: each for name, each in vars(event).items() if name not in _BOOKKEEPING}
