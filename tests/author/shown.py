"""How commands show a diff."""

import click

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def coloured(diff: str) -> str:
    """Colour a diff's lines. click leaves the colours out where nobody sees them."""
    lines = diff.splitlines(keepends=True)
    return "".join(click.style(line, fg=_COLOURS.get(line[0])) for line in lines)
