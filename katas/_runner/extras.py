"""Katas that need more than all the others: what is missing for them, and how to get it."""

from . import postgres
from .catalogue import Kata
from .checkouts import reinstallation
from .result import BROKEN, Result

MISSING = "ExtraMissing"
"""The type of the error with which a run says so."""

_IS_AT_HAND = {"postgres": postgres.is_at_hand}


def lacking(kata: Kata) -> str | None:
    """Return what a kata needs that is not installed, if there is anything."""
    if kata.needs is None or _IS_AT_HAND[kata.needs]():
        return None
    return f"this kata needs more than is installed: the extra “{kata.needs}”"


def how(kata: Kata) -> str:
    """Return how to install what a kata needs: the end of a sentence, and a command on a line."""
    return f":\n  `{reinstallation(kata.needs or '')}`"


def was_prevented(result: Result) -> bool:
    """Whether nothing has been run because of something that is not the learner's code."""
    causes = {MISSING, postgres.ServerError.__name__, postgres.ServerExtraError.__name__}
    return result.status == BROKEN and result.error is not None and result.error.type in causes


def was_skipped(result: Result) -> bool:
    """Whether nothing has been run because something is not installed."""
    return result.status == BROKEN and result.error is not None and result.error.type == MISSING
