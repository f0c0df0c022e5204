"""What colours, frames and lines mean: only of what stands on the wall."""

from xml.etree.ElementTree import Element

from .layout import PADDING, STEP_HEIGHT, Wall
from .note import (
    ANSWER,
    CALL,
    COMMAND,
    DELIVERY,
    ERROR,
    EVENT,
    FAULT,
    MESSAGE,
    POSITION,
    QUERY,
    ROW,
)
from .note_drawing import LOOKS
from .svg import add, width_of

_MEANINGS = [
    ((COMMAND,), "command"),
    ((EVENT,), "event: what has happened"),
    ((MESSAGE,), "message to others"),
    ((ROW,), "row of a table"),
    ((POSITION,), "position: how far somebody has read"),
    ((DELIVERY,), "delivery: what somebody was handed"),
    ((CALL, ANSWER), "call, answer"),
    ((QUERY,), "query: what was asked, and the answer"),
    ((FAULT,), "fault: what has gone wrong outside of the program"),
    ((ERROR,), "error"),
]
"""Of each colour, in the order in which they are explained."""

_SWATCH = 14.0
"""The width of a colour, in pixels; a text follows it."""

_LEFT = 12.0


_SIGNS = (
    "Dashed: it has not happened yet, or never will, or is gone. Bold: it has changed. "
    "Red: refused, or failed."
)

_LINES = (
    "A line leads from what was said to whoever has read it, or from what was begun to its end. "
    "Notes are numbered as it happened."
)


def legend_height(wall: Wall) -> float:
    """Return how much room the legend needs below the wall."""
    return (len(_rows(wall)) + 2) * STEP_HEIGHT + PADDING


def draw_legend(svg: Element, wall: Wall) -> None:
    """Draw the legend below the wall."""
    y = wall.height
    for row in _rows(wall):
        y += STEP_HEIGHT
        x = _LEFT
        for kind, text in row:
            swatch = add(svg, "g", class_=f"note {LOOKS[kind]}")
            add(swatch, "rect", x=x, y=y - 9, width=_SWATCH, height=10, rx=2)
            add(svg, "text", text, class_="soft", x=x + _SWATCH + 4, y=y)
            x += _width(text)
    for text in (_SIGNS, _LINES):
        y += STEP_HEIGHT
        add(svg, "text", text, class_="soft", x=_LEFT, y=y)


def _rows(wall: Wall) -> list[list[tuple[str, str]]]:
    """Return the kinds that are on the wall, and what they are, as many in a row as fit."""
    there = {box.note.kind for box in wall.boxes}
    rows: list[list[tuple[str, str]]] = []
    x = wall.width
    for kinds, text in _MEANINGS:
        if there.isdisjoint(kinds):
            continue
        if x + _width(text) > wall.width:
            rows.append([])
            x = _LEFT
        rows[-1].append((kinds[0], text))
        x += _width(text)
    return rows


def _width(text: str) -> float:
    return _SWATCH + 4 + width_of(text, "soft") + 14
