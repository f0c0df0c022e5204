"""Makes notes of what a scenario has recorded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from katas._runner.recorded import (
    ANSWERED,
    DELETED,
    INSERTED,
    NO_ANSWER,
    SENT,
    SET_ASIDE,
    Call,
    Command,
    Delivery,
    Event,
    Fault,
    Message,
    Query,
    Row,
    Tracking,
)

from .note import (
    ANSWER,
    BEFORE,
    CALL,
    COMMAND,
    DELIVERY,
    EVENT,
    FAULT,
    MESSAGE,
    POSITION,
    QUERY,
    REFUSAL,
    ROW,
    Line,
    Note,
)

Recorded = Command | Event | Tracking | Message | Call | Delivery | Query | Fault


def notes_of(recorded: Recorded) -> Iterator[Note]:
    """Yield the notes of something that was recorded, other than a row."""
    match recorded:
        case Command():
            yield from _of_command(recorded)
        case Event():
            yield from _of_event(recorded)
        case Message():
            yield _placed(_of_message(recorded), recorded, _settled(recorded))
        case Call():
            yield from _of_call(recorded)
        case Tracking():
            yield _placed(_of_tracking(recorded), recorded, _settled(recorded))
        case Delivery():
            yield _placed(_of_delivery(recorded), recorded)
        case Query():
            lines = (*_lines(recorded.arguments), Line(f"→ {_short(recorded.answer)}"))
            yield _placed(Note(QUERY, recorded.name, lines), recorded)
        case Fault():
            yield _placed(Note(FAULT, recorded.what, is_alarming=True), recorded)


def notes_of_rows(rows: Iterable[Row]) -> Iterator[Note]:
    """Yield a note of each row: only of what a transaction has made of it."""
    last: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key: tuple[object, ...] = (
            row.step,
            row.context,
            row.table,
            *row.key.items(),
            row.committed,
            row.settled,
            row.store,
        )
        earlier = last.pop(key, row)
        before = {
            name: was for name, was in (row.before | earlier.before).items() if name in row.values
        }
        is_new = earlier.change == INSERTED and row.change != DELETED
        last[key] = replace(row, before={} if is_new else before)
    for row in last.values():
        yield _placed(_of_row(row), row, _settled(row))


_ADDED = re.compile(r"\((?:raised as a result of [^)]*|\w+(?:\.\w+)+)\)\s*")

_LONGEST_ERROR = 80
"""Letters of an error that has come out of a reader."""


def _settled(each: Event | Row | Tracking | Message) -> set[int]:
    return set() if each.settled is None else {each.settled}


def _placed(note: Note, recorded: Recorded | Row, settled: Iterable[int] = ()) -> Note:
    return replace(
        note,
        store=recorded.store if isinstance(recorded, Row | Tracking | Delivery) else 0,
        context=note.context or recorded.context,
        step=BEFORE if recorded.step is None else recorded.step,
        order=recorded.order,
        time=recorded.time or "",
        settled=frozenset(settled),
    )


def _of_command(command: Command) -> Iterator[Note]:
    """Yield a command, and its refusal, where it was refused."""
    refusal = command.refusal
    asked = Note(COMMAND, command.name, _lines(command.arguments), is_alarming=bool(refusal))
    if not refusal:
        yield _placed(asked, command)
        return
    yield _placed(replace(asked, state="refused in the end"), command)
    reason = Line(f"because: {refusal.message}", is_marked=True)
    refused = replace(
        asked,
        kind=REFUSAL,
        lines=(reason,),
        state=f"refused: {refusal.type}",
        answers=command.order,
    )
    yield _placed(refused, replace(command, order=refusal.order, time=refusal.time))


def _of_event(event: Event) -> Iterator[Note]:
    """Yield a note of an event; two if something has happened before it was stored.

    The second does not say again what the event carries, or it would look like another one.
    """
    tags = [Line(f"tag {tag}") for tag in event.tags]
    lines = (*_lines(event.values or event.attributes), *tags)
    state = "never stored" if event.stored is False else ""
    note = Note(
        EVENT,
        event.name,
        (Line(event.aggregate), *lines) if event.aggregate else lines,
        "refused by the store" if event.refused and state else state,
        is_void=bool(state),
        is_alarming=event.refused and bool(state),
        stream=event.context,
        position=event.position,
    )
    if not event.after and not event.is_settled_in_later_step:
        yield _placed(note, event, _settled(event))
        return
    decided = replace(note, state="not stored yet", is_void=True, is_alarming=False, position=None)
    yield _placed(decided, event)
    step = event.step if event.settled_step is None else event.settled_step
    whose = (Line(event.aggregate),) if event.aggregate else ()
    stored = replace(note, lines=whose, state=note.state or "stored now", answers=event.order)
    yield _placed(stored, replace(event, step=step, time=None), _settled(event))


def _of_row(row: Row) -> Note:
    lines = [Line(f"{name} {value}") for name, value in row.key.items()]
    for name, value in row.values.items():
        before = row.before.get(name)
        was = f" (was {_short(before)})" if before else ""
        lines.append(Line(f"{name} {_short(value)}{was}", bool(before)))
    state = "" if row.committed else "rolled back"
    if row.change == DELETED and row.committed:
        state = "deleted"
    return Note(ROW, row.table, tuple(lines), state, is_void=bool(state))


def _of_message(message: Message) -> Note:
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


def _of_tracking(tracking: Tracking) -> Note:
    return Note(
        POSITION,
        f"has read {tracking.stream}",
        state="" if tracking.committed else "rolled back",
        is_void=not tracking.committed,
        reads=_lane(tracking.stream),
        position=tracking.position,
    )


def _of_delivery(delivery: Delivery) -> Note:
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


def _shortened(error: str) -> str:
    """Leave out of an error what SQLAlchemy adds: the statement, and when it was sent."""
    text = _ADDED.sub("", error.partition(" [SQL: ")[0])
    return text if len(text) <= _LONGEST_ERROR else f"{text[: _LONGEST_ERROR - 1]}…"


def _of_call(call: Call) -> Iterator[Note]:
    """Yield a call, and what has come of it, in the lane of whoever was asked."""
    asked = Note(CALL, f"asks {call.to}: {call.request}", _lines(call.arguments))
    yield _placed(asked, call)
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
        yield _placed(answer, ended)


def _lane(stream: str) -> str:
    """Return the context whose stream it is."""
    return stream.removeprefix("the ")


def _lines(values: dict[str, str]) -> tuple[Line, ...]:
    return tuple(Line(f"{name} {_short(value)}") for name, value in values.items())


def _carried(message: Message | Delivery) -> tuple[Line, ...]:
    """Return what a message carries, or its text if nobody can read it."""
    return _lines(message.values) or ((Line(message.text),) if message.text else ())


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d):00(?:\.0+)?(?:\+00:00|Z)?")


def _short(text: str) -> str:
    """Leave out what no clock in a scenario tells: seconds, and that it is UTC."""
    return _MOMENT.sub(r"\1 \2", text)
