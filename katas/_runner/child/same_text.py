"""Tells two values apart that read the same, such as the text '€8.90' and Money."""

from collections.abc import Iterator, Mapping
from typing import Any

from .value_text import value_text

BEGINNING = "They read the same, but the class of "


def told_apart(found: Any, wanted: Any) -> str | None:
    """Return how the first parts differ that read the same and are of two classes."""
    for one, other in _parts(found, wanted):
        mine, its = type(one), type(other)
        if mine is not its and one != other and f"{one}" == f"{other}":
            shown = value_text(one)
            return f"{BEGINNING}{shown} is {mine.__name__}, and should be {its.__name__}."
    return None


def _parts(one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    """Pair what two values hold at the same place, and nothing where their shapes differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in one.keys() & other.keys():
            yield from _parts(one[key], other[key])
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        for pair in zip(one, other, strict=False):
            yield from _parts(*pair)
    else:
        yield one, other
