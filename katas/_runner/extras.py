"""What is missing for a kata that needs an extra, and how to install it."""

from . import postgres
from .catalogue import Kata
from .checkouts import reinstallation
from .result import BROKEN, Result

MISSING = "ExtraMissing"
"""The error's type in the result of a run that lacks an extra."""

_IS_AT_HAND = {"postgres": postgres.is_at_hand}


def lacking(kata: Kata) -> str | None:
    """Say that a kata needs an extra that is not installed; None if nothing is missing."""
    if kata.needs is None or _IS_AT_HAND[kata.needs]():
        return None
    return f"this kata needs the extra “{kata.needs}”, which is not installed"


def how(kata: Kata) -> str:
    """Return how to install what a kata needs: the end of a sentence, and a command."""
    return f":\n  `{reinstallation(kata.needs or '')}`"


def was_prevented(result: Result) -> bool:
    """Return whether nothing was run, for a reason outside the learner's code."""
    causes = {MISSING, postgres.ServerError.__name__, postgres.ServerExtraError.__name__}
    return result.status == BROKEN and result.error is not None and result.error.type in causes


def was_skipped(result: Result) -> bool:
    """Return whether nothing was run, because something is not installed."""
    return result.status == BROKEN and result.error is not None and result.error.type == MISSING
