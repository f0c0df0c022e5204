"""Lines between notes: from what was said to whoever has read it, and to what has come of it.

They run between the columns, and above the lanes: each on a track of its own where several run
beside each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .note import CALL, COMMAND, DELIVERY, EVENT, MESSAGE, POSITION, Line, Note

NOTE_WIDTH = 180.0

GUTTER = 28.0
"""Between columns, and above each lane: lines run there."""

_APART = 4.0
"""Pixels that are left between two lines of one track."""


@dataclass(frozen=True)
class Box:
    """A note, with its number and place. `lines` are wrapped."""

    note: Note
    number: int
    x: float
    y: float
    height: float
    title: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Link:
    """A line from what was recorded to its reader's position, or to how it has ended."""

    corners: list[tuple[float, float]]
    source: Box
    target: Box


class _Gutter:
    """A space in which lines run beside each other: those that would meet have different tracks."""

    def __init__(self) -> None:
        self._tracks: list[list[tuple[float, float]]] = []

    def take(self, one: float, other: float) -> int:
        """Return the number of a track that is free between two places."""
        begin, end = min(one, other) - _APART, max(one, other) + _APART
        free = (
            number
            for number, taken in enumerate(self._tracks)
            if all(end < first or begin > last for first, last in taken)
        )
        number = next(free, len(self._tracks))
        if number == len(self._tracks):
            self._tracks.append([])
        self._tracks[number].append((begin, end))
        return number

    def place(self, track: int) -> float:
        """Return how far a track is from the beginning of the gutter."""
        return GUTTER * (track + 1) / (len(self._tracks) + 1)


@dataclass
class _Gutters:
    """The gutters right of notes, left of notes and above lanes, by their places."""

    _columns: dict[float, _Gutter] = field(default_factory=dict)
    _lanes: dict[float, _Gutter] = field(default_factory=dict)

    def column(self, x: float) -> _Gutter:
        return self._columns.setdefault(x, _Gutter())

    def lane(self, y: float) -> _Gutter:
        return self._lanes.setdefault(y, _Gutter())


class _Route:
    """The way of a line. It takes its tracks first: where they are depends on the other lines.

    If the reader is far to the right, the line crosses the columns above the reader's lane.
    """

    def __init__(self, source: Box, target: Box, lane: float, gutters: _Gutters) -> None:
        self._source, self._target, self._lane = source, target, lane
        self._begin = source.x + NOTE_WIDTH, source.y + source.height / 2
        self._level = target.y + target.height / 2
        self._out = gutters.column(self._begin[0])
        self._is_far = target.x > self._begin[0] + GUTTER
        if self._is_far:
            self._above, self._into = gutters.lane(lane), gutters.column(target.x - GUTTER)
            self._out_track = self._out.take(self._begin[1], lane)
            self._above_track = self._above.take(self._begin[0], target.x)
            self._into_track = self._into.take(lane, self._level)
        else:
            self._out_track = self._out.take(self._begin[1], self._level)

    def link(self) -> Link:
        """Return the line."""
        x, y = self._begin
        out = x + self._out.place(self._out_track)
        if self._is_far:
            into = self._target.x - GUTTER + self._into.place(self._into_track)
            above = self._lane + self._above.place(self._above_track)
            turns = [(out, y), (out, above), (into, above), (into, self._level)]
        else:
            turns = [(out, y), (out, self._level)]
        is_right = self._target.x > self._source.x
        end = self._target.x + (0 if is_right else NOTE_WIDTH), self._level
        return Link([self._begin, *turns, end], self._source, self._target)


def links(boxes: list[Box], lanes: dict[str, float]) -> list[Link]:
    """Return a line from each place of a stream to the reader that has got there, and others.

    They lead from a call, a command or an event to how it has ended, if something was in between.

    `lanes` has the top of each lane, by its context.
    """
    gutters = _Gutters()
    routes = [
        _Route(source, target, lanes[target.note.context], gutters)
        for source, target in _pairs(boxes)
    ]
    return [route.link() for route in routes]


def _pairs(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Yield what belongs together.

    Where a context sends messages, other contexts read these, and not its private events.
    """
    begun: dict[int, Box] = {}
    standing: dict[tuple[str, str, int], Box] = {}
    for box in boxes:
        note = box.note
        if note.kind in (POSITION, DELIVERY) and not note.is_void and note.position is not None:
            kinds = (MESSAGE, EVENT) if note.context != note.reads else (EVENT, MESSAGE)
            sources = [standing.get((kind, note.reads, note.position)) for kind in kinds]
            source = next(filter(None, sources), None)
            if source:
                yield source, box
            continue
        if note.answers in begun:
            yield begun[note.answers], box
        elif note.kind in (CALL, COMMAND, EVENT):
            begun[note.order] = box
        if note.position is not None:
            standing.setdefault((note.kind, note.context, note.position), box)
