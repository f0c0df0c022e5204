"""Elements of an SVG document, and texts that fit into their room."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from .letters import text_width

_SIZES = {"kind": 9.0, "title": 12.0}
_SIZE = 11.0
"""Pixels of the fonts, as in the styles."""

_BOLD = {"title", "state", "marked", "lane-name", "again", "failed", "held"}

_NARROWEST = 0.5
"""How narrow letters may be drawn, of their own width, before a text is cut."""

_XMLNS = "http://www.w3.org/2000/svg"

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may contain."""


def document(width: float, height: float) -> Element:
    """Return an empty document of a size in pixels."""
    box = f"0 0 {width:g} {height:g}"
    svg = Element("svg", {"xmlns": _XMLNS, "class": "wall", "role": "group", "viewBox": box})
    svg.set("width", f"{width:g}")
    svg.set("height", f"{height:g}")
    return svg


def add(parent: Element, tag: str, text: str = "", /, **attributes: Any) -> Element:
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


def write(parent: Element, text: str, look: str, x: float, y: float, room: float) -> None:  # noqa: PLR0913, PLR0917 - all that a text needs
    """Add a text; one that is too long for its room is drawn narrower, and cut if need be."""
    needed = width_of(text, look)
    most = room / _NARROWEST
    if needed > most:
        text = text[: int(len(text) * most / needed) - 1] + "…"
    fitted = {"textLength": room, "lengthAdjust": "spacingAndGlyphs"} if needed > room else {}
    add(parent, "text", text, class_=look, x=x, y=y, **fitted)


def width_of(text: str, look: str) -> float:
    """Return how much room a text needs, in pixels."""
    return text_width(text, _SIZES.get(look, _SIZE), is_bold=look in _BOLD)


def clean(text: str) -> str:
    """Return a text in which characters that no XML may contain are replaced."""
    return _UNPRINTABLE.sub("�", text)
