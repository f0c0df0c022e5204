"""The questions at the end of a debrief."""

import re
import textwrap

from katas._runner.catalogue import Kata

_HEADING = "\n## Questions for the room\n"
_NUMBER = re.compile(r"^\d+\.[ ]", re.MULTILINE)


def questions(kata: Kata) -> list[str]:
    """A debrief's questions, in Markdown. Raises `OSError` where it cannot be read."""
    section = kata.debrief.read_text(encoding="utf-8").partition(_HEADING)[2]
    section = section.partition("\n## ")[0]
    return [textwrap.dedent("   " + each).strip() for each in _NUMBER.split(section)[1:]]
