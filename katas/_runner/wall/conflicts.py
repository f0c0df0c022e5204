"""Says on events that the store has refused which others were stored first."""

from dataclasses import replace

from .note import EVENT, Line, Note


def with_conflicts(made: list[Note]) -> list[Note]:
    """Return the notes; a refused event names those stored between its decision and its refusal."""
    begun: dict[int, int] = {}
    said = []
    for at, note in enumerate(made):
        if note.kind == EVENT and note.answers in begun and note.is_alarming:
            between = [
                str(each.position)
                for each in made[begun[note.answers] : at]
                if each.kind == EVENT and each.context == note.context and each.position
            ]
            if between:
                words = f"event {' and '.join(between)} came first"
                note = replace(note, lines=(*note.lines, Line(words, is_marked=True)))  # noqa: PLW2901 - the same note
        begun.setdefault(note.order, at)
        said.append(note)
    return said
