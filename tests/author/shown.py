"""Shows diffs in colours."""

import click

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def coloured(diff: str) -> str:
    """Colour a diff's lines. click removes the colours if the output is not a terminal."""
    lines = diff.splitlines(keepends=True)
    return "".join(click.style(line, fg=_COLOURS.get(line[0])) for line in lines)
