"""The terminal: how wide, how colourful, and which marks it can print."""

import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper

from rich.console import Console, RenderableType
from rich.text import Text
from rich.theme import Theme

from .prose import NARROWEST, WIDEST

_CONTROLS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Sequences that begin with Escape, and all control characters but tabs and ends of lines."""


_ROOM = 24
"""Columns in which a few words still fit beside others."""


def console(widest: int = WIDEST) -> Console:
    """Describe stdout: plain text in a pipe or with NO_COLOR, and no wider than people read.

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
    made.width = min(max(made.width, NARROWEST), widest)
    return made


def plain(text: str) -> str:
    """Take out of a learner's text what would steer the terminal: colours, jumps, the bell."""
    return _CONTROLS.sub("", text)


def marks(of: Console) -> dict[str, str]:
    """The mark of each status, in letters where the terminal has no others."""
    fine = {"passed": "✔", "failed": "✘", "to do": "○", "not run": "·"}
    try:
        "".join(fine.values()).encode(of.encoding)
    except (UnicodeEncodeError, LookupError):
        return {"passed": "+", "failed": "x", "to do": "o", "not run": "."}
    return fine


def print_row(out: Console, head: Text, rest: Text, below: int = 6) -> None:
    """Print a head, and the rest beside it; what does not fit goes on below that, at a word.

    With little room beside the head, all of the rest goes below it, indented by `below` columns.
    """
    room = out.width - head.cell_len
    is_beside = room >= min(rest.cell_len, _ROOM)
    indent = head.cell_len if is_beside else below
    longest = max(map(len, rest.plain.split()), default=1)  # a path, which stays in one piece
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
    """Print on stdout; in a pipe, without the blanks that fill up the lines."""
    out = console()
    if out.is_terminal:
        out.print(renderable)
        return
    with out.capture() as captured:
        out.print(renderable)
    for line in captured.get().splitlines():
        out.print(Text(line.rstrip()), soft_wrap=True)
