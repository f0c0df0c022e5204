"""Draws the wall as SVG: browser, file and test see the same."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .assets import asset
from .layout import GAP, LABEL_WIDTH, STEP_HEIGHT, Column, Lane, Wall
from .legend import draw_legend, legend_height
from .letters import pieces
from .links import GUTTER, NOTE_WIDTH, Link
from .note_drawing import draw_note
from .svg import add, document, write

_NAME_HEIGHT = 24.0
"""Of the name above a wall, where there are several."""

_SCREEN = 1100.0
"""The width of a small screen, after which names and titles are repeated."""

_TIP = {
    "viewBox": "0 0 8 8",
    "refX": "7",
    "refY": "4",
    "markerWidth": "7",
    "markerHeight": "7",
    "orient": "auto",
}


def draw(wall: Wall, number: int = 1) -> str:
    """Return the wall as an SVG document. `number` makes its ids unique in a page of several."""
    return tostring(_drawn(wall, number), encoding="unicode")


def draw_all(walls: Sequence[tuple[str, Wall]]) -> str:
    """Return walls with their names, above each other, as one SVG document."""
    width = max(wall.width for _, wall in walls)
    height = sum(_NAME_HEIGHT + wall.height + legend_height(wall) for _, wall in walls)
    svg = document(width, height)
    add(svg, "title", walls[0][1].title)
    add(svg, "style", asset("notes.css"))
    add(svg, "rect", class_="paper", width=width, height=height)
    y = 0.0
    for number, (name, wall) in enumerate(walls, 1):
        add(svg, "text", name, class_="lane-name", x=12, y=y + STEP_HEIGHT)
        drawn = _drawn(wall, number)
        drawn.set("y", f"{y + _NAME_HEIGHT:g}")
        svg.append(drawn)
        y += _NAME_HEIGHT + wall.height + legend_height(wall)
    indent(svg, " ")
    return tostring(svg, encoding="unicode")


def _drawn(wall: Wall, number: int) -> Element:
    height = wall.height + legend_height(wall)
    svg = document(wall.width, height)
    svg.set("aria-labelledby", f"wall-{number}")
    add(svg, "title", wall.title, id=f"wall-{number}")
    add(svg, "style", asset("notes.css"))
    marker = SubElement(SubElement(svg, "defs"), "marker", {"id": f"tip-{number}", **_TIP})
    add(marker, "path", class_="tip", d="M0 0 8 4 0 8z")
    add(svg, "rect", class_="paper", width=wall.width, height=height)
    for lane in wall.lanes:
        _draw_lane(svg, lane, wall.width)
    for column in wall.columns:
        _draw_column(svg, column)
    for link in wall.links:
        _draw_link(svg, link, number)
    for lane in wall.lanes:
        _draw_name(svg, lane, wall.width)
    for box in wall.boxes:
        draw_note(svg, box)
    draw_legend(svg, wall)
    indent(svg, " ")
    return svg


def _draw_lane(svg: Element, lane: Lane, width: float) -> None:
    place = {"x": 4, "y": lane.y, "width": width - 8, "height": lane.height - 4}
    add(svg, "rect", class_="lane", rx=6, **place)


def _draw_name(svg: Element, lane: Lane, width: float) -> None:
    """Draw the name of a lane, and again where it would be out of sight."""
    name = lane.context or "(none)"
    for at, text in enumerate(pieces(name, int((LABEL_WIDTH - 12) / 7))):
        y = lane.y + 22 + at * STEP_HEIGHT
        write(svg, text, "lane-name", 12, y, LABEL_WIDTH)
    for x in _repeated(12, width):
        write(svg, name, "again", x, lane.y + 13, LABEL_WIDTH)


def _draw_column(svg: Element, column: Column) -> None:
    """Draw the head of a column, and again where it would be out of sight."""
    look = "step" if column.outcome.has_run else "soft"
    lines = [(text, look) for text in column.text]
    lines += [(column.outcome.text, column.outcome.look)]
    lines += [(text, "again") for text in column.left_out]
    end = column.x + column.width
    for x in (column.x, *_repeated(column.x, end)):
        for at, (text, its_look) in enumerate(lines):
            shown = f"… {text}" if x > column.x and not at else text
            write(svg, shown, its_look, x, 16 + at * STEP_HEIGHT, end + GUTTER - GAP - x)


def _repeated(first: float, end: float) -> Iterator[float]:
    """Yield the places at which a text is repeated, if there is room for it."""
    x = first + _SCREEN
    while x + 2 * NOTE_WIDTH < end:
        yield x
        x += _SCREEN


def _draw_link(svg: Element, link: Link, number: int) -> None:
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in link.corners)
    add(svg, "path", class_="link", d=path, marker_end=f"url(#tip-{number})")
