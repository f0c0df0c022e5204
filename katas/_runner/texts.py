"""A kata's brief: the text to read, and the hints at its end."""

import re
import textwrap

from .catalogue import Kata

_HEADING = "\n## Hints\n"
_SECTION = re.compile(r"<summary>(?P<title>.*?)</summary>(?P<levels>.*?)</details>", re.DOTALL)
_LEVEL = re.compile(r"^\d+\.[ ]", re.MULTILINE)


def text(kata: Kata) -> str:
    """Return the brief without its hints, in Markdown. Raises `OSError` if it cannot be read."""
    return kata.brief.read_text(encoding="utf-8").partition(_HEADING)[0] + "\n"


def hints(kata: Kata) -> dict[str, list[str]]:
    """Return the hints of each scenario. Raises `OSError` if the brief cannot be read."""
    return hints_in(kata.brief.read_text(encoding="utf-8"))


def hints_in(markdown: str) -> dict[str, list[str]]:
    """Return the hints in a brief, by the scenario's title, from a nudge to nearly the code."""
    section = markdown.partition(_HEADING)[2]
    return {
        found["title"].strip(): [_unindent(level) for level in _LEVEL.split(found["levels"])[1:]]
        for found in _SECTION.finditer(section)
    }


def _unindent(level: str) -> str:
    """Remove the list's indent from the lines of one item."""
    return textwrap.dedent("   " + level).strip()
