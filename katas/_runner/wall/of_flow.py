"""Makes notes of what flows between contexts: messages, positions, deliveries and calls."""

import re
from collections.abc import Iterator
from dataclasses import replace

from katas._runner.recorded import (
    ANSWERED,
    NO_ANSWER,
    SENT,
    SET_ASIDE,
    Call,
    Delivery,
    Message,
    Tracking,
)

from .note import ANSWER, CALL, DELIVERY, MESSAGE, POSITION, Line, Note
from .placing import lines_of, placed

_ADDED = re.compile(r"\((?:raised as a result of [^)]*|\w+(?:\.\w+)+)\)\s*")

_LONGEST_ERROR = 80
"""Letters of an error that has come out of a reader."""


def of_message(message: Message) -> Note:
    """Return a note of a message: in the lane of whoever has said it, or has set it aside."""
    title = message.name or "unknown"
    lines = _carried(message)
    if message.status == SET_ASIDE:
        reason = (Line(message.reason, is_marked=True),) if message.reason else ()
        return Note(MESSAGE, title, (*lines, *reason), "set aside", is_alarming=True)
    is_received = message.status != SENT
    return Note(
        MESSAGE,
        title,
        lines,
        context=_lane(message.stream) if is_received else message.context,
        stream=message.stream,
        position=message.position,
        is_received=is_received,
    )


def of_tracking(tracking: Tracking) -> Note:
    """Return a note of a position that a reader has stored."""
    return Note(
        POSITION,
        f"has read {tracking.stream}",
        state="" if tracking.committed else "rolled back",
        is_void=not tracking.committed,
        reads=_lane(tracking.stream),
        position=tracking.position,
    )


def of_delivery(delivery: Delivery) -> Note:
    """Return a note of what a reader was handed, and has stored nothing of."""
    error = f"{delivery.error}: {delivery.reason}" if delivery.reason else delivery.error
    return Note(
        DELIVERY,
        "again" if delivery.is_again else "",
        (*_carried(delivery), *([Line(_shortened(error), is_marked=True)] if error else [])),
        "nothing stored",
        is_alarming=bool(error),
        reads=_lane(delivery.stream),
        position=delivery.position,
    )


def of_call(call: Call) -> Iterator[Note]:
    """Yield a call, and what has come of it, in the lane of whoever was asked."""
    asked = Note(CALL, f"asks {call.to}: {call.request}", lines_of(call.arguments))
    yield placed(asked, call)
    if call.outcome:
        has_failed = call.outcome != ANSWERED
        why = f"{call.outcome}: {call.reason}" if call.reason else call.outcome
        answer = Note(
            ANSWER,
            call.answer or call.outcome,
            (Line(why),) if has_failed and call.answer else (),
            is_void=call.answer == NO_ANSWER,
            is_alarming=has_failed,
            context=_lane(call.to),
            answers=call.order,
        )
        ended = replace(call, order=call.ended or call.order, time=call.ended_at)
        yield placed(answer, ended)


def _shortened(error: str) -> str:
    """Leave out of an error what SQLAlchemy adds: the statement, and when it was sent."""
    text = _ADDED.sub("", error.partition(" [SQL: ")[0])
    return text if len(text) <= _LONGEST_ERROR else f"{text[: _LONGEST_ERROR - 1]}…"


def _carried(message: Message | Delivery) -> tuple[Line, ...]:
    """Return what a message carries, or its text if nobody can read it."""
    return lines_of(message.values) or ((Line(message.text),) if message.text else ())


def _lane(stream: str) -> str:
    """Return the context whose stream it is."""
    return stream.removeprefix("the ")
