"""Checks whether saved files are noticed."""

from katas._runner.paths import KATAS
from katas._runner.save_probe import sees_saves

from .check import FINE, NOTE, WRONG, Finding


def saves() -> Finding:
    """Check whether `kata watch` is notified of a save, must poll, or cannot see it."""
    if sees_saves(KATAS):
        return Finding(FINE, "`kata watch` notices them at once")
    if sees_saves(KATAS, is_polling=True):
        return Finding(
            NOTE,
            "this file system reports no saves; `kata watch` polls the files",
            "A folder on the machine's own disk is faster than a network or shared one.",
        )
    return Finding(
        WRONG,
        f"they are not noticed in {KATAS}",
        "Clone to the machine's own disk. Or do not use `kata watch`: `kata run` always works.",
    )
