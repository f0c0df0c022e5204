"""Whether saved files are noticed."""

from katas._runner.paths import KATAS
from katas._runner.save_probe import sees_saves

from .check import FINE, NOTE, WRONG, Finding


def saves() -> Finding:
    """Whether `kata watch` is told of a save, or must look for itself, or cannot see it."""
    if sees_saves(KATAS):
        return Finding(FINE, "`kata watch` is told of them at once")
    if sees_saves(KATAS, is_polling=True):
        return Finding(
            NOTE,
            "this file system tells nobody; `kata watch` looks for itself (polling)",
            "A folder on the machine's own disk is quicker than a network or shared one.",
        )
    return Finding(
        WRONG,
        f"nothing sees them in {KATAS}",
        "Clone to the machine's own disk. Or do without `kata watch`: `kata run` always works.",
    )
