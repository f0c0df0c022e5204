"""The parts of a kata's debrief that a comparison shows."""

import re
import textwrap

from katas._runner.catalogue import Kata

_QUESTIONS = "Questions for the room"
_OUTCOMES = "The same company, the same days"
_NUMBER = re.compile(r"^\d+\.[ ]", re.MULTILINE)


def questions(kata: Kata) -> list[str]:
    """Return the questions at its end, in Markdown. Raises `OSError` if it cannot be read."""
    items = _NUMBER.split(_section(kata, _QUESTIONS))[1:]
    return [textwrap.dedent("   " + each).strip() for each in items]


def outcomes(kata: Kata) -> str:
    """Return the section that compares two designs of the company, in Markdown; mostly empty.

    Raises `OSError` if the debrief cannot be read.
    """
    return _section(kata, _OUTCOMES).strip()


def _section(kata: Kata, heading: str) -> str:
    text = kata.debrief.read_text(encoding="utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
