"""Two walls of one scenario: what stands on one of them only, or at another place in the order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from .note import Note

ONLY_HERE, OTHER_ORDER = "only here", "other order"


def marked(yours: list[Note], reference: list[Note]) -> tuple[list[Note], list[Note]]:
    """Return both with marks on the notes that the other has not, or has at another place."""
    blocks = SequenceMatcher(None, yours, reference, autojunk=False).get_matching_blocks()
    here = {block.a + at for block in blocks for at in range(block.size)}
    there = {block.b + at for block in blocks for at in range(block.size)}
    return list(_marked(yours, reference, here)), list(_marked(reference, yours, there))


def _marked(those: list[Note], others: list[Note], in_order: set[int]) -> Iterator[Note]:
    """Yield the notes; `in_order` are the places of those that come in the same order."""
    left = Counter(others)
    left.subtract(those[at] for at in in_order)
    for at, note in enumerate(those):
        if at in in_order:
            yield note
            continue
        left[note] -= 1
        yield replace(note, differs=ONLY_HERE if left[note] < 0 else OTHER_ORDER)
