"""Says on notes in which store they are, where a context begins with another one."""

from dataclasses import replace

from .note import Line, Note


def with_stores(made: list[Note]) -> list[Note]:
    """Return the notes; the first one of those in another store than before says it."""
    now: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    said = []
    for note in made:
        place = note.context, note.store
        before = now.get(note.context, note.store)
        if note.store and note.store != before:
            again = " again" if place in seen else ""
            line = Line(f"in another store: no. {note.store}{again}", is_marked=True)
            note = replace(note, lines=(line, *note.lines))  # noqa: PLW2901 - the same note
        if note.store:
            now[note.context] = note.store
            seen.add(place)
        said.append(note)
    return said
