"""Checks that run a reference solution, as `kata run --solutions` does."""

from katas._runner import recovery
from katas._runner.catalogue import find
from katas._runner.paths import SOLUTIONS, in_repository
from katas._runner.result import SOLVED
from katas._runner.run.run import run_kata

from .check import FINE, WRONG, Finding


def solution(number: str) -> Finding:
    """Check whether a kata's reference solution passes all scenarios."""
    kata = find(number)
    if not kata.reference.is_dir():
        what = f"{in_repository(kata.reference)}/ is not here"
        return Finding(WRONG, what, f"Bring it back{recovery.how(kata.reference)}")
    result = run_kata(kata, SOLUTIONS)
    count = f"{result.passed} of {len(result.scenarios)} scenarios pass"
    if result.status == SOLVED:
        return Finding(FINE, count)
    failing = result.first_failing
    error = result.error or (failing and failing.error)
    reason = f": {error.message}".partition("\n")[0] if error else ""
    mend = f"Fix what is wrong above. If all is well, see `kata run {kata.number} --solutions`."
    return Finding(WRONG, f"{result.status}, {count}{reason}", mend)
