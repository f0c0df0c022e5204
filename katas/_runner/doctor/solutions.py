"""Checks that run a reference solution, as `kata run --solutions` does."""

from katas._runner.catalogue import find
from katas._runner.paths import SOLUTIONS
from katas._runner.result import SOLVED
from katas._runner.run.run import run_kata

from .check import FINE, WRONG, Finding


def solution(number: str) -> Finding:
    """Check whether a kata's reference solution passes all scenarios."""
    kata = find(number)
    result = run_kata(kata, SOLUTIONS)
    count = f"{result.passed} of {len(result.scenarios)} scenarios pass"
    if result.status == SOLVED:
        return Finding(FINE, count)
    failing = result.first_failing
    error = result.error or (failing and failing.error)
    reason = f": {error.message}".partition("\n")[0] if error else ""
    mend = f"Fix what is listed above. Then `kata run {kata.number} --solutions` says more."
    return Finding(WRONG, f"{result.status}, {count}{reason}", mend)
