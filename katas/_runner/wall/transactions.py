"""Says on notes what was stored in one transaction, and what on its own."""

from collections.abc import Iterable
from dataclasses import replace

from .note import EVENT, MESSAGE, POSITION, ROW, Line, Note


def with_transactions(made: list[Note]) -> list[Note]:
    """Return the notes; positions, and what is stored with an event, say with what."""
    stored: dict[int, list[Note]] = {}
    for note in made:
        for moment in () if note.is_void else note.settled:
            stored.setdefault(moment, []).append(note)
    return [_said(note, made, stored) if _matters(note) else note for note in made]


def _matters(note: Note) -> bool:
    return bool(note.settled) and not note.is_void and note.kind in (POSITION, MESSAGE, ROW)


def _said(note: Note, made: list[Note], stored: dict[int, list[Note]]) -> Note:
    others = [each for moment in note.settled for each in stored[moment] if each is not note]
    if note.kind == POSITION:
        is_alone = not others and any(_is_beside(note, each) for each in made)
    else:  # a position says it, if there is one
        is_alone = False
        if any(each.kind == POSITION for each in others) or not _events(others):
            others = []
    names = dict.fromkeys(_name(each, note.context) for each in others)
    if not names and not is_alone:
        return note
    words = f"stored with {' and '.join(names)}" if names else "stored on its own"
    return replace(note, lines=(*note.lines, Line(words)))


def _events(notes: Iterable[Note]) -> bool:
    return any(each.kind == EVENT for each in notes)


def _is_beside(position: Note, note: Note) -> bool:
    """Whether something was stored where and when somebody has read."""
    here = note.context == position.context and note.step == position.step
    return here and bool(note.settled) and not note.is_void and note.kind != POSITION


def _name(note: Note, context: str) -> str:
    name = f"position in {note.reads}" if note.kind == POSITION else note.title
    return name if note.context == context else f"{note.context}: {name}"
