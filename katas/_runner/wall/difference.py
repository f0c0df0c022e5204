"""Two walls of one scenario: what stands on one of them only."""

from collections import Counter
from dataclasses import replace

from .note import Note


def marked(yours: list[Note], reference: list[Note]) -> tuple[list[Note], list[Note]]:
    """Return both with marks on the notes that the other has not, step by step."""
    return _marked(yours, reference), _marked(reference, yours)


def _marked(those: list[Note], others: list[Note]) -> list[Note]:
    left = Counter(others)
    made = []
    for note in those:
        left[note] -= 1
        made.append(replace(note, differs=left[note] < 0))
    return made
