"""Makes one note of the middle of a long row of events that are alike, and that nobody reads."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from itertools import count, groupby

from .note import EVENT, Line, Note

_LONGEST = 6
"""Notes of a row that are all shown."""


def with_rows_shortened(made: list[Note]) -> list[Note]:
    """Return the notes; of many events of one kind in a row, only the first two and the last one.

    Where somebody reads the stream, all stay, since lines lead to them.
    """
    read = {note.reads for note in made if note.reads}
    numbers = count()

    def row(note: Note) -> Hashable:
        is_plain = note.kind == EVENT and not note.is_void and note.answers is None
        if not is_plain or note.context in read:
            return next(numbers)
        return note.context, note.step, note.title, note.lines[:1]

    return [each for _, group in groupby(made, row) for each in _shortened(list(group))]


def _shortened(alike: list[Note]) -> Iterator[Note]:
    if len(alike) <= _LONGEST:
        yield from alike
        return
    middle = alike[2:-1]
    begin, end = middle[0], middle[-1]
    places = Line(f"events {begin.position} to {end.position} of {begin.stream}")
    yield from alike[:2]
    yield replace(
        begin,
        state=f"and {len(middle)} more in the same way",
        lines=(*begin.lines[:1], *([places] if end.position else [])),
        position=None,
        settled=frozenset().union(*(each.settled for each in middle)),
    )
    yield alike[-1]
