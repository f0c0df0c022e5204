"""What stands on the wall: the notes of a scenario, and which of them somebody else has read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from katas._runner.recorded import (
    ANSWERED,
    DELETED,
    INSERTED,
    SENT,
    SET_ASIDE,
    Call,
    Command,
    Event,
    Message,
    Row,
    Tracking,
)
from katas._runner.result import Scenario

COMMAND, EVENT, MESSAGE, ROW = "command", "event", "message", "row"
POSITION, CALL, ANSWER, ERROR = "position", "call", "answer", "error"
"""The kinds of notes; the word stands on each."""

BEFORE = -1
"""The column of what happened before the first step."""

_Recorded = Command | Event | Tracking | Row | Message | Call


@dataclass(frozen=True)
class Line:
    """A line of a note: a name with its value. It is marked if the value has changed."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Note:
    """A note in the column of a step and in the lane of a context.

    `state` says in words what is unusual about it: not stored, refused, rolled back. `is_void`
    means that it has not happened, and `is_alarming` that something has failed. `stream` and
    `position` are where it stands in a stream, if it does, and `reads` names the stream that a
    position belongs to. `is_received` means that somebody has heard it: who has said it may not be
    at work in the scenario. `answers` is the order of the call that it ends. `differs` means that
    the other of two walls has none like it.
    """

    kind: str
    title: str
    lines: tuple[Line, ...] = ()
    state: str = ""
    is_void: bool = False
    is_alarming: bool = False
    context: str = ""
    step: int = BEFORE
    order: int = field(default=0, compare=False)
    stream: str = ""
    position: int | None = None
    reads: str = ""
    is_received: bool = False
    answers: int | None = field(default=None, compare=False)
    differs: bool = field(default=False, compare=False)


def notes(scenario: Scenario) -> list[Note]:
    """Return the notes of a scenario, in the order in which it happened."""
    recorded = sorted(_recorded(scenario), key=lambda each: each.order)
    made = sorted((note for each in recorded for note in _notes(each)), key=lambda note: note.order)
    made = _once_said(made)
    return [*_together(_in_steps(made)), *_failure(scenario)]


def _recorded(scenario: Scenario) -> Iterator[_Recorded]:
    yield from scenario.commands
    yield from scenario.events
    yield from scenario.tracking
    yield from _last_of_each_step(scenario.rows)
    yield from scenario.messages
    yield from scenario.calls


def _last_of_each_step(rows: Iterable[Row]) -> Iterable[Row]:
    """Keep of each row only what a step has made of it."""
    last: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row.step, row.context, row.table, *row.key.items(), row.committed)
        earlier = last.pop(key, row)
        before = {
            name: was for name, was in (row.before | earlier.before).items() if name in row.values
        }
        is_new = earlier.change == INSERTED and row.change != DELETED
        last[key] = replace(row, before={} if is_new else before)
    return last.values()


def _once_said(made: list[Note]) -> list[Note]:
    """Leave out what a reader receives, if the wall shows where it was said."""
    said, kept = set(), []
    for note in made:
        place = note.context, note.position
        if note.kind not in (MESSAGE, EVENT) or note.position is None:
            kept.append(note)
        elif not note.is_received or place not in said:
            said.add(place)
            kept.append(note)
    return kept


def _lane(stream: str) -> str:
    """Return the context whose stream it is."""
    return stream.removeprefix("the ")


def _notes(recorded: _Recorded) -> Iterator[Note]:
    match recorded:
        case Command():
            note = _of_command(recorded)
        case Event():
            note = _of_event(recorded)
        case Row():
            note = _of_row(recorded)
        case Message():
            note = _of_message(recorded)
        case Call():
            note = Note(CALL, f"asks {recorded.to}: {recorded.request}", _lines(recorded.arguments))
        case Tracking():
            note = _of_tracking(recorded)
    step = BEFORE if recorded.step is None else recorded.step
    context = note.context or recorded.context
    yield replace(note, context=context, step=step, order=recorded.order)
    if isinstance(recorded, Call) and recorded.outcome:
        yield _answer(recorded, step)


def _of_command(command: Command) -> Note:
    if not command.refusal:
        return Note(COMMAND, command.name, _lines(command.arguments))
    refusal = command.refusal
    reason = Line(f"because: {refusal.message}", is_marked=True)
    lines = (*_lines(command.arguments), reason)
    return Note(COMMAND, command.name, lines, f"refused: {refusal.type}", is_alarming=True)


def _of_event(event: Event) -> Note:
    tags = [Line(tag) for tag in event.tags]
    lines = (*_lines(event.values or event.attributes), *tags)
    state = "not stored" if event.stored is False else ""
    return Note(
        EVENT,
        event.name,
        (Line(event.aggregate), *lines) if event.aggregate else lines,
        "refused by the store" if event.refused and state else state,
        is_void=bool(state),
        is_alarming=event.refused and bool(state),
        stream=event.context,
        position=event.position,
    )


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
    lines = _lines(message.values) or ((Line(message.text),) if message.text else ())
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


def _answer(call: Call, step: int) -> Note:
    """Return what has come of a call: it stands in the lane of whoever was asked."""
    return Note(
        ANSWER,
        str(call.outcome),
        is_alarming=call.outcome != ANSWERED,
        context=_lane(call.to),
        step=step,
        order=call.ended or call.order,
        answers=call.order,
    )


def _lines(values: dict[str, str]) -> tuple[Line, ...]:
    return tuple(Line(f"{name} {_short(value)}") for name, value in values.items())


def _in_steps(made: list[Note]) -> list[Note]:
    """Put what happened between two steps into the step before it."""
    placed, step = [], BEFORE
    for note in made:
        step = max(step, note.step)
        placed.append(replace(note, step=step))
    return placed


def _together(made: list[Note]) -> list[Note]:
    """Make one note of all that a context has read of a stream in a step: where it stands last."""
    read: dict[object, list[Note]] = {}
    for note in made:
        if note.kind == POSITION:
            read.setdefault(_reading(note), []).append(note)
    messages = {(note.context, note.position) for note in made if note.kind == MESSAGE}
    kept = []
    for note in made:
        same = read[_reading(note)] if note.kind == POSITION else [note]
        if note is same[-1]:
            is_message = (note.reads, note.position) in messages and note.context != note.reads
            what = "message" if is_message else "event"
            kept.append(replace(note, lines=_range(same, what)) if same[0].reads else note)
    return kept


def _range(positions: list[Note], what: str) -> tuple[Line, ...]:
    """Return from where to where somebody has read, such as "events 1 to 3"."""
    first, last = positions[0].position, positions[-1].position
    return (Line(f"{what} {last}" if first == last else f"{what}s {first} to {last}"),)


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d):00(?:\.0+)?(?:\+00:00|Z)?")


def _short(text: str) -> str:
    """Leave out what no clock in a scenario tells: seconds, and that it is UTC."""
    return _MOMENT.sub(r"\1 \2", text)


def _reading(note: Note) -> tuple[int, str, str, bool]:
    return note.step, note.context, note.reads, note.is_void


def _failure(scenario: Scenario) -> Iterable[Note]:
    """Return a note for the error with which a scenario has failed."""
    if not scenario.error or scenario.error.is_gap:
        return []
    failed = [number for number, step in enumerate(scenario.steps) if step.status == "failed"]
    lines = (Line(scenario.error.message),)
    step = failed[-1] if failed else BEFORE
    return [Note(ERROR, scenario.error.type, lines, is_alarming=True, step=step)]
