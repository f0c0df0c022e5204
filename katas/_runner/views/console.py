"""The terminal: its width and colours, and the marks that it can print."""

import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper

from rich.console import Console, ConsoleDimensions, RenderableType
from rich.text import Text
from rich.theme import Theme

from .prose import NARROWEST, WIDEST

_CONTROLS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\u202a-\u202e\u2066-\u2069]"
)
"""Escape sequences, all control characters except tabs and line ends, and those that turn text."""


_ROOM = 24
"""Columns that a few words need beside a heading."""


def console(widest: int = WIDEST) -> Console:
    """Return a console for stdout: without colours in a pipe or with NO_COLOR, and not too wide.

    `widest` is in columns.
    """
    with suppress(OSError, ValueError):
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
    made = Console(
        highlight=False,
        markup=False,
        emoji=False,
        theme=Theme({"markdown.code": "bold cyan"}),  # rich's own has a black background
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )
    width, height = made.size
    made.size = ConsoleDimensions(min(max(width, NARROWEST), widest), height)  # asked once
    return made


def plain(text: str) -> str:
    """Remove control sequences from a learner's text: colours, cursor moves, the bell."""
    return _CONTROLS.sub("", text)


def marks(of: Console) -> dict[str, str]:
    """Return the mark of each status, as a letter if the terminal cannot print the sign."""
    fine = {"passed": "✔", "failed": "✘", "to do": "○", "not run": "·"}
    try:
        "".join(fine.values()).encode(of.encoding)
    except (UnicodeEncodeError, LookupError):
        return {"passed": "+", "failed": "x", "to do": "o", "not run": "."}
    return fine


def print_row(out: Console, head: Text, rest: Text, below: int = 6) -> None:
    """Print a head with the rest beside it, wrapped at words.

    If there is little room beside the head, the rest is below it, indented by `below` columns.
    """
    room = out.width - head.cell_len
    is_beside = room >= min(rest.cell_len, _ROOM)
    indent = head.cell_len if is_beside else below
    longest = max(map(len, rest.plain.split()), default=1)  # a path must not be wrapped
    lines = list(rest.wrap(out, max(out.width - indent, longest)))
    for line in lines:
        line.rstrip()
    if is_beside:
        lines[0] = Text.assemble(head, lines[0])
    else:
        head.rstrip()
        lines.insert(0, head)
    for line in lines[1:]:
        line.pad_left(max(min(indent, out.width - line.cell_len), 0))
    for line in lines:
        out.print(line, soft_wrap=True)


def show(renderable: RenderableType) -> None:
    """Print on stdout; in a pipe, without the spaces with which rich fills lines."""
    out = console()
    if out.is_terminal:
        out.print(renderable)
        return
    with out.capture() as captured:
        out.print(renderable)
    for line in captured.get().splitlines():
        out.print(Text(line.rstrip()), soft_wrap=True)
