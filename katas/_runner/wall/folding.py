"""Makes one note of what was done several times in a row, with nothing else between."""

from collections.abc import Mapping
from dataclasses import replace

from .note import DELIVERY, MESSAGE, POSITION, ROW, Line, Note

_OF_READERS = {POSITION, ROW, DELIVERY}
"""What others do in the meantime, and does not separate what a context has read."""


def folded(made: list[Note]) -> list[Note]:
    """Return the notes; of those that were done in a row, there is one.

    It is the last one. Positions in a stream are done in a row as long as nothing else happens in
    their lane, nor anything but reading in others; so are those of one transaction, and attempts
    that have failed in the same way, as long as none has succeeded.
    """
    rows: list[list[Note]] = []
    for note in made:
        at = _last_of_row(note, rows)
        rows.append([note] if at is None else [*rows.pop(at), note])
    messages = {
        (name, note.position): note
        for note in made
        if note.kind == MESSAGE
        for name in (note.stream, note.context, "")
    }
    read: dict[tuple[str, str, int], int] = {}
    return [_one(each, messages, read) for each in rows]


def _last_of_row(note: Note, rows: list[list[Note]]) -> int | None:
    """Return which row a note continues, if it does."""
    is_apart = False
    for at in reversed(range(len(rows))):
        last = rows[at][-1]
        if _is_same(last, note):
            is_at_once = last.settled == note.settled != frozenset()
            return at if is_at_once or not is_apart else None
        if last.kind not in _OF_READERS:
            return None
        is_apart |= last.context == note.context and not (_is_failed(last) and _is_failed(note))
    return None


def _is_same(one: Note, other: Note) -> bool:
    """Whether a note may be told with another one: positions in one stream, or equal failures."""
    if one.kind == POSITION == other.kind and one.reads:
        return _reading(one) == _reading(other)
    return (one.is_void or one.kind == DELIVERY) and one.kind in _OF_READERS and one == other


def _is_failed(note: Note) -> bool:
    return note.is_void or (note.kind == DELIVERY and note.is_alarming)


def _reading(note: Note) -> tuple[int, str, str, int, bool]:
    return note.step, note.context, note.reads, note.store, note.is_void


def _one(
    same: list[Note],
    messages: Mapping[tuple[str, int | None], Note],
    read: dict[tuple[str, str, int], int],
) -> Note:
    """Return one note of those that were done in a row. `read` is how far was read before."""
    note = same[-1]
    settled = frozenset().union(*(each.settled for each in same))
    if note.kind == DELIVERY:
        return _delivered(note, messages, len(same))
    if note.kind != POSITION or note.position is None:
        return replace(note, settled=settled, state=_times(note.state, len(same)))
    place = note.context, note.reads, note.store
    message = messages.get((note.reads, note.position)) if note.context != note.reads else None
    first = min(read.get(place, 0) + 1, *(each.position or 0 for each in same))
    if not note.is_void:
        read[place] = note.position
    what = "message" if message else "event"
    numbers = f"{what} {first}" if first == note.position else f"{what}s {first} to {note.position}"
    at_once = len(same) > 1 and len(settled) == 1
    return replace(
        note,
        title=f"has read {message.stream}" if message and message.stream else note.title,
        reads=message.context if message else note.reads,
        lines=(Line(numbers), *([Line("in one transaction")] if at_once else [])),
        state=_times(note.state, len(same)) if note.is_void else note.state,
        settled=settled,
    )


def _delivered(note: Note, messages: Mapping[tuple[str, int | None], Note], times: int) -> Note:
    """Return what was delivered, and nothing stored of it, with what it is.

    Of a message that the wall shows already it is not said what it carries: of another one with its
    number it is.
    """
    message = messages.get((note.reads, note.position))
    what = f"{'message' if message else 'event'} {note.position}"
    carried = tuple(line for line in note.lines if not line.is_marked)
    is_other = bool(message and carried and carried != message.lines)
    return replace(
        note,
        title=f"{what} {'' if is_other else note.title}".strip(),
        lines=note.lines if is_other else tuple(line for line in note.lines if line.is_marked),
        reads="" if is_other else message.context if message else note.reads,
        state=_times(note.state, times),
    )


def _times(state: str, number: int) -> str:
    return f"{state}, {number} times" if state and number > 1 else state
