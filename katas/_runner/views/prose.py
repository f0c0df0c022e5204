"""Sentences for people, wrapped at words; it needs nothing heavy, so that errors can use it."""

import re
import shutil
import textwrap

import click

NARROWEST, WIDEST = 20, 100
"""Columns: what is still readable, and the longest line that people like to read."""

_COMMAND = re.compile(r"`[^`]*`")


def wrapped(text: str, width: int) -> list[str]:
    """Wrap each line of a text at words; `width` is in columns.

    A command in backticks stays in one piece, for people copy it. So does an indented line: that
    is a path or a command, too.
    """
    lines: list[str] = []
    for line in text.splitlines():
        whole = _COMMAND.sub(lambda found: found[0].replace(" ", "\0"), line)
        parts = textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)
        lines += [line] if line.startswith(" ") else parts or [""]
    return [line.replace("\0", " ") for line in lines]


def indented(text: str) -> str:
    """Indent sentences of somebody else, such as git: their lines are as long as fits."""
    return "\n".join(f"  {line}" for line in wrapped(text, _width() - 2))


def say(text: str, *, err: bool = False) -> None:
    """Print sentences on stdout or stderr."""
    click.echo("\n".join(wrapped(text, _width())), err=err)


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
