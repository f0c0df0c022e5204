"""The styles and the script of the wall, which are files beside this module."""

from functools import cache
from importlib.resources import files


@cache
def asset(name: str) -> str:
    """Return the text of a file."""
    return (files("katas._runner") / "wall" / name).read_text("utf-8")
