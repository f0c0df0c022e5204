"""Draws a note, and says it in words."""

from xml.etree.ElementTree import Element, SubElement

from .layout import LINE_HEIGHT, MARKED_LETTERS, PADDING, TITLE_HEIGHT
from .letters import pieces
from .links import NOTE_WIDTH, Box
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
    REFUSAL,
    ROW,
)
from .svg import add, clean, write

LOOKS = {
    COMMAND: "command",
    EVENT: "event",
    ROW: "row",
    MESSAGE: "message",
    POSITION: "position",
    CALL: "call",
    ANSWER: "call",
    ERROR: "error",
    REFUSAL: "command",
    DELIVERY: "position",
    QUERY: "query",
    FAULT: "error",
}
"""The class of each kind in the styles, which gives it its colour."""

_ROOM = NOTE_WIDTH - 2 * PADDING
"""Pixels for a text of a note."""


def draw_note(svg: Element, box: Box) -> None:
    """Draw a note at its place."""
    note = box.note
    looks = {"void": note.is_void, "alarming": note.is_alarming, "differs": bool(note.differs)}
    kinds = ["note", LOOKS[note.kind], *(name for name, is_so in looks.items() if is_so)]
    group = SubElement(svg, "g", role="img", tabindex="0")
    group.set("class", " ".join(kinds))
    group.set("aria-label", clean(in_words(box)))
    add(group, "rect", x=box.x, y=box.y, width=NOTE_WIDTH, height=box.height, rx=3)
    x, y = box.x + PADDING, box.y + LINE_HEIGHT
    write(group, f"{box.number} · {_heading(box)}", "kind", x, y, _ROOM)
    for text in box.title:
        y += TITLE_HEIGHT
        write(group, text, "title", x, y, _ROOM)
    for text in pieces(note.state, MARKED_LETTERS):
        y += LINE_HEIGHT
        write(group, text, "state", x, y, _ROOM)
    for line in box.lines:
        y += LINE_HEIGHT
        write(group, line.text, "marked" if line.is_marked else "value", x, y, _ROOM)
    if note.kind == EVENT and note.is_alarming:
        x, y = box.x + NOTE_WIDTH - PADDING, box.y + PADDING
        add(group, "path", class_="cross", d=f"M{x:g} {y:g}l-12 12m0-12l12 12")


def _heading(box: Box) -> str:
    note = box.note
    place = f" {note.position} of {note.stream}" if note.stream and note.position else ""
    parts = f"{note.kind}{place}", note.time, note.differs
    return " · ".join(filter(None, parts))


def in_words(box: Box) -> str:
    """Return what stands on a note, for those who hear it."""
    note = box.note
    parts = [_heading(box), note.title, note.state, *(line.text for line in note.lines)]
    return f"{box.number}, {note.context or 'no context'}: {', '.join(filter(None, parts))}"
