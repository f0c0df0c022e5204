"""Katas that need more than all the others: what is missing for them, and how to get it."""

from . import postgres
from .catalogue import Kata
from .result import BROKEN, Result

MISSING = "ExtraMissing"
"""The type of the error with which a run says so."""

_NEEDED = {"postgres": (postgres.is_at_hand, postgres.EXTRA)}


def lacking(kata: Kata) -> str | None:
    """Say what a kata needs that is not installed, if there is anything."""
    if kata.needs is None:
        return None
    is_at_hand, installation = _NEEDED[kata.needs]
    return None if is_at_hand() else f"this kata needs more than is installed: {installation}"


def was_skipped(result: Result) -> bool:
    """Whether nothing has been run because something is not installed."""
    return result.status == BROKEN and result.error is not None and result.error.type == MISSING
