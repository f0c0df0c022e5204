"""Says on notes what was stored in one transaction, and what on its own."""

from dataclasses import replace

from .note import EVENT, POSITION, Line, Note


def with_transactions(made: list[Note]) -> list[Note]:
    """Return the notes; one of those that were stored together says it: a position if there is one.

    Positions and rows also say if they were stored on their own, beside something that may belong
    to them.
    """
    stored: dict[int, list[Note]] = {}
    for note in made:
        for moment in () if note.is_void else note.settled:
            stored.setdefault(moment, []).append(note)
    return [
        _said(note, made, stored) if note.settled and not note.is_void else note for note in made
    ]


def _said(note: Note, made: list[Note], stored: dict[int, list[Note]]) -> Note:
    others = [each for moment in note.settled for each in stored[moment] if each is not note]
    if others and _speaks(note, others):
        names = dict.fromkeys(_name(each, note.context) for each in others)
        words = f"stored with {' and '.join(names)}"
    elif not others and note.kind != EVENT and any(_is_beside(note, each) for each in made):
        words = "stored on its own"
    else:
        return note
    return replace(note, lines=(*note.lines, Line(words)))


def _speaks(note: Note, others: list[Note]) -> bool:
    """Whether a note says it for all: a position, or else a row that belongs to an event.

    Of events alone it is the last one.
    """
    kinds = {each.kind for each in others}
    if note.kind == POSITION or POSITION in kinds:
        return note.kind == POSITION
    if note.kind != EVENT:
        return EVENT in kinds
    return kinds == {EVENT} and note.order > max(each.order for each in others)


def _is_beside(note: Note, other: Note) -> bool:
    """Whether something was stored by the same context in the same step that may belong to it."""
    is_here = (other.context, other.step) == (note.context, note.step)
    may_belong = (
        (other.kind in (POSITION, EVENT)) if note.kind != POSITION else other.kind != POSITION
    )
    return is_here and may_belong and bool(other.settled) and not other.is_void


def _name(note: Note, context: str) -> str:
    name = f"position in {note.reads}" if note.kind == POSITION else note.title
    return name if note.context == context else f"{note.context}: {name}"
