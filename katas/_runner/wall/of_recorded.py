"""Makes notes of what a scenario has recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from katas._runner.recorded import (
    DELETED,
    INSERTED,
    Call,
    Command,
    Delivery,
    Event,
    Fault,
    Message,
    Query,
    Recorded,
    Row,
    Tracking,
)

from .note import COMMAND, EVENT, FAULT, QUERY, REFUSAL, ROW, Line, Note
from .of_flow import of_call, of_delivery, of_message, of_tracking
from .placing import lines_of, placed, settled, short


def notes_of(recorded: Recorded) -> Iterator[Note]:
    """Yield the notes of something that was recorded, other than a row."""
    match recorded:
        case Command():
            yield from _of_command(recorded)
        case Event():
            yield from _of_event(recorded)
        case Message():
            yield placed(of_message(recorded), recorded, settled(recorded))
        case Call():
            yield from of_call(recorded)
        case Tracking():
            yield placed(of_tracking(recorded), recorded, settled(recorded))
        case Delivery():
            yield placed(of_delivery(recorded), recorded)
        case Query():
            lines = (*lines_of(recorded.arguments), Line(f"→ {short(recorded.answer)}"))
            yield placed(Note(QUERY, recorded.name, lines), recorded)
        case Fault():
            yield placed(Note(FAULT, recorded.what, is_alarming=True), recorded)


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
        yield placed(_of_row(row), row, settled(row))


def _of_command(command: Command) -> Iterator[Note]:
    """Yield a command, and its refusal, where it was refused."""
    refusal = command.refusal
    asked = Note(COMMAND, command.name, lines_of(command.arguments), is_alarming=bool(refusal))
    if not refusal:
        yield placed(asked, command)
        return
    yield placed(replace(asked, state="refused in the end"), command)
    reason = Line(f"because: {refusal.message}", is_marked=True)
    refused = replace(
        asked,
        kind=REFUSAL,
        lines=(reason,),
        state=f"refused: {refusal.type}",
        answers=command.order,
    )
    yield placed(refused, replace(command, order=refusal.order, time=refusal.time))


def _of_event(event: Event) -> Iterator[Note]:
    """Yield a note of an event; two if something has happened before it was stored.

    The second does not say again what the event carries, or it would look like another one.
    """
    tags = [Line(f"tag {tag}") for tag in event.tags]
    lines = (*lines_of(event.values or event.attributes), *tags)
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
        yield placed(note, event, settled(event))
        return
    decided = replace(note, state="not stored yet", is_void=True, is_alarming=False, position=None)
    yield placed(decided, event)
    step = event.step if event.settled_step is None else event.settled_step
    whose = (Line(event.aggregate),) if event.aggregate else ()
    stored = replace(note, lines=whose, state=note.state or "stored now", answers=event.order)
    yield placed(stored, replace(event, step=step, time=None), settled(event))


def _of_row(row: Row) -> Note:
    lines = [Line(f"{name} {value}") for name, value in row.key.items()]
    for name, value in row.values.items():
        before = row.before.get(name)
        was = f" (was {short(before)})" if before else ""
        lines.append(Line(f"{name} {short(value)}{was}", bool(before)))
    state = "" if row.committed else "rolled back"
    if row.change == DELETED and row.committed:
        state = "deleted"
    return Note(ROW, row.table, tuple(lines), state, is_void=bool(state))
