"""Prints sentences, wrapped at words. It imports nothing slow, so that errors can use it."""

import re
import shutil
import textwrap

import click

NARROWEST, WIDEST = 20, 100
"""Columns: the narrowest and the widest text that is easy to read."""

_COMMAND = re.compile(r"`[^`]*`")


def wrapped(text: str, width: int) -> list[str]:
    """Wrap each line of a text at words; `width` is in columns.

    A command in backticks is not wrapped, because people copy it. Nor is an indented line, which
    is a path or a command.
    """
    lines: list[str] = []
    for line in text.splitlines():
        whole = _COMMAND.sub(lambda found: found[0].replace(" ", "\0"), line)
        parts = textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)
        lines += [line] if line.startswith(" ") else parts or [""]
    return [line.replace("\0", " ") for line in lines]


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: 1 file, 2 files."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def indented(text: str) -> str:
    """Indent and wrap a message of another program, such as git."""
    return "\n".join(f"  {line}" for line in wrapped(text, _width() - 2))


def say(text: str, *, err: bool = False) -> None:
    """Print sentences on stdout or stderr."""
    click.echo(in_lines(text), err=err)


def in_lines(text: str) -> str:
    """Return sentences as `say` prints them."""
    return "\n".join(wrapped(text, _width()))


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
