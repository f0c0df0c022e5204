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


_SIGNS = (
    "Dashed: it has not happened yet, or never will, or is gone. Bold: it has changed. "
    "Red: refused, or failed."
)

_LINES = (
    "A line leads from what was said to whoever has read it, or from what was begun to its end. "
    "Notes are numbered as it happened."
)


def draw_legend(svg: Element, wall: Wall) -> None:
    """Draw the legend at the bottom of the wall."""
    y = wall.height - PADDING - 2 * STEP_HEIGHT
    x = 12.0
    kinds = {box.note.kind for box in wall.boxes}
    for meant, text in _MEANINGS:
        if kinds.isdisjoint(meant):
            continue
        swatch = add(svg, "g", class_=f"note {LOOKS[meant[0]]}")
        add(swatch, "rect", x=x, y=y - 9, width=_SWATCH, height=10, rx=2)
        add(svg, "text", text, class_="soft", x=x + _SWATCH + 4, y=y)
        x += _SWATCH + 4 + width_of(text, "soft") + 14
    for at, text in enumerate((_SIGNS, _LINES), 1):
        add(svg, "text", text, class_="soft", x=12.0, y=y + at * STEP_HEIGHT)
