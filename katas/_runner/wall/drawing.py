"""Draws the wall as SVG: browser, file and test see the same."""

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .assets import asset
from .layout import (
    GAP,
    LABEL_WIDTH,
    LINE_HEIGHT,
    MARKED_LETTERS,
    PADDING,
    STEP_HEIGHT,
    TITLE_HEIGHT,
    Column,
    Lane,
    Wall,
)
from .letters import pieces, text_width
from .links import GUTTER, NOTE_WIDTH, Box, Link
from .note import ANSWER, CALL, COMMAND, DELIVERY, ERROR, EVENT, MESSAGE, POSITION, REFUSAL, ROW

_CLASSES = {
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
}

_ROOM = NOTE_WIDTH - 2 * PADDING
"""Pixels for a text of a note."""

_SIZES = {"kind": 9.0, "title": 12.0}
_SIZE = 11.0
"""Pixels of the fonts, as in the styles."""

_BOLD = {"title", "state", "marked", "lane-name", "failed"}

_NARROWEST = 0.5
"""How narrow letters may be drawn, of their own width, before a text is cut."""

_KEY = [
    (
        "Dashed: it has not happened yet, or never will, or is gone. Bold: it has changed. "
        "Red: refused, or failed."
    ),
    (
        "A line leads from what was said to whoever has read it, and from a call to its answer. "
        "Notes are numbered as it happened."
    ),
]

_XMLNS = "http://www.w3.org/2000/svg"

_NAME_HEIGHT = 24.0
"""Of the name above a wall, where there are several."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may contain."""


def draw(wall: Wall, number: int = 1) -> str:
    """Return the wall as an SVG document. `number` makes its ids unique in a page of several."""
    return tostring(_drawn(wall, number), encoding="unicode")


def draw_all(walls: Sequence[tuple[str, Wall]]) -> str:
    """Return walls with their names, above each other, as one SVG document."""
    width = max(wall.width for _, wall in walls)
    height = sum(_NAME_HEIGHT + wall.height for _, wall in walls)
    svg = _document(width, height)
    _add(svg, "title", walls[0][1].title)
    _add(svg, "style", asset("notes.css"))
    _add(svg, "rect", class_="paper", width=width, height=height)
    y = 0.0
    for number, (name, wall) in enumerate(walls, 1):
        _add(svg, "text", name, class_="lane-name", x=12, y=y + STEP_HEIGHT)
        drawn = _drawn(wall, number)
        drawn.set("y", f"{y + _NAME_HEIGHT:g}")
        svg.append(drawn)
        y += _NAME_HEIGHT + wall.height
    indent(svg, " ")
    return tostring(svg, encoding="unicode")


def _document(width: float, height: float) -> Element:
    svg = Element(
        "svg",
        xmlns=_XMLNS,
        viewBox=f"0 0 {width:g} {height:g}",
        role="group",
        width=f"{width:g}",
        height=f"{height:g}",
    )
    svg.set("class", "wall")
    return svg


def _drawn(wall: Wall, number: int) -> Element:
    svg = _document(wall.width, wall.height)
    svg.set("aria-labelledby", f"wall-{number}")
    _add(svg, "title", wall.title, id=f"wall-{number}")
    _add(svg, "style", asset("notes.css"))
    marker = SubElement(SubElement(svg, "defs"), "marker", {"id": f"tip-{number}", **_TIP})
    _add(marker, "path", class_="tip", d="M0 0 8 4 0 8z")
    _add(svg, "rect", class_="paper", width=wall.width, height=wall.height)
    for lane in wall.lanes:
        _draw_lane(svg, lane, wall.width)
    for column in wall.columns:
        _draw_column(svg, column)
    for link in wall.links:
        _draw_link(svg, link, number)
    for box in wall.boxes:
        _draw_note(svg, box)
    more = f"{wall.left_out} more, too many to be kept, were recorded after these. "
    for at, text in enumerate(reversed([more * bool(wall.left_out) + _KEY[0], *_KEY[1:]])):
        _add(svg, "text", text, class_="soft", x=12, y=wall.height - PADDING - at * STEP_HEIGHT)
    indent(svg, " ")
    return svg


_TIP = {
    "viewBox": "0 0 8 8",
    "refX": "7",
    "refY": "4",
    "markerWidth": "7",
    "markerHeight": "7",
    "orient": "auto",
}


def _draw_lane(svg: Element, lane: Lane, width: float) -> None:
    place = {"x": 4, "y": lane.y, "width": width - 8, "height": lane.height - 4}
    _add(svg, "rect", class_="lane", rx=6, **place)
    name = lane.context or "(none)"
    for at, text in enumerate(pieces(name, int((LABEL_WIDTH - 12) / 7))):
        y = lane.y + 22 + at * STEP_HEIGHT
        _write(svg, text, "lane-name", 12, y, LABEL_WIDTH)


def _draw_column(svg: Element, column: Column) -> None:
    step = column.step
    status = step.status if step else "passed"
    for at, text in enumerate(column.text):
        mark = {"failed": "✗ ", "passed": ""}.get(status, "· ") if not at else ""
        look = {"failed": "failed", "passed": "step"}.get(status, "soft")
        y = 16 + at * STEP_HEIGHT
        _write(svg, mark + text, look, column.x, y, column.width + GUTTER - GAP)


def _draw_link(svg: Element, link: Link, number: int) -> None:
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in link.corners)
    _add(svg, "path", class_="link", d=path, marker_end=f"url(#tip-{number})")


def _draw_note(svg: Element, box: Box) -> None:
    note = box.note
    looks = {"void": note.is_void, "alarming": note.is_alarming, "differs": bool(note.differs)}
    kinds = ["note", _CLASSES[note.kind], *(name for name, is_so in looks.items() if is_so)]
    group = SubElement(svg, "g", role="img", tabindex="0")
    group.set("class", " ".join(kinds))
    group.set("aria-label", clean(in_words(box)))
    _add(group, "rect", x=box.x, y=box.y, width=NOTE_WIDTH, height=box.height, rx=3)
    x, y = box.x + PADDING, box.y + LINE_HEIGHT
    _write(group, f"{box.number} · {_heading(box)}", "kind", x, y, _ROOM)
    for text in box.title:
        y += TITLE_HEIGHT
        _write(group, text, "title", x, y, _ROOM)
    for text in pieces(note.state, MARKED_LETTERS):
        y += LINE_HEIGHT
        _write(group, text, "state", x, y, _ROOM)
    for line in box.lines:
        y += LINE_HEIGHT
        _write(group, line.text, "marked" if line.is_marked else "value", x, y, _ROOM)
    if note.kind == EVENT and note.is_alarming:
        x, y = box.x + NOTE_WIDTH - PADDING, box.y + PADDING
        _add(group, "path", class_="cross", d=f"M{x:g} {y:g}l-12 12m0-12l12 12")


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


def clean(text: str) -> str:
    """Return a text in which characters that no XML may contain are replaced."""
    return _UNPRINTABLE.sub("�", text)


def _write(parent: Element, text: str, look: str, x: float, y: float, room: float) -> None:  # noqa: PLR0913, PLR0917 - all that a text needs
    """Add a text; one that is too long for its room is drawn narrower, and cut if need be."""
    size, is_bold = _SIZES.get(look, _SIZE), look in _BOLD
    needed = text_width(text, size, is_bold=is_bold)
    most = room / _NARROWEST
    if needed > most:
        text = text[: int(len(text) * most / needed) - 1] + "…"
    fitted = {"textLength": room, "lengthAdjust": "spacingAndGlyphs"} if needed > room else {}
    _add(parent, "text", text, class_=look, x=x, y=y, **fitted)


def _add(parent: Element, tag: str, text: str = "", /, **attributes: Any) -> Element:
    """Add an element with a text. Numbers are written as short as they can be.

    `class_` and `marker_end` become `class` and `marker-end`.
    """
    named = {
        name.rstrip("_").replace("_", "-"): f"{value:g}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    element = SubElement(parent, tag, named)
    element.text = clean(text) or None
    return element
