"""Finds out which mutants the features reject: each runs in a fork of the fork server."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

from katas._runner.catalogue import find
from katas._runner.result import SOLVED, TIMEOUT
from tests.support.pool import Runner, runner, stores, working
from tests.support.repository import Solution

from .mutants import Mutant

_ENOUGH = 4.0
"""A mutant's scenario may take so many times as long as the solution's slowest one."""

_SHORTEST = 5.0
"""Seconds that every scenario may take, because the machine may be busy."""

_LONGEST = 60.0
"""Seconds that each scenario of a solution may take."""

_ALONE = 10.0
"""So many times the limit is given to a mutant that has exceeded it, while no other one runs."""


class Verdict(Enum):
    """What has become of a mutant. The value is said to people."""

    KILLED = "killed"
    SURVIVED = "survived"
    NEVER_ENDS = "never ends"


_VERDICTS = {SOLVED: Verdict.SURVIVED, TIMEOUT: Verdict.NEVER_ENDS}
"""By the status of a run. Any other kills."""


class UnsolvedError(Exception):
    """Raised when a solution does not pass its own feature, so that its mutants mean nothing."""


def verdicts(slug: str, mutants: list[Mutant]) -> Iterator[tuple[Mutant, Verdict]]:
    """Run a kata's mutants, one at a time on each processor, and yield each with its verdict.

    A busy machine can make any mutant exceed its time limit. Those that do so come last: each runs
    again, alone and with much more time. Raises `UnsolvedError`.
    """
    with TemporaryDirectory(prefix="mutants-") as name, stores([slug]):
        folder = Path(name)
        kata = find(slug)

        def first_run(mutant: Mutant, run: Runner) -> Verdict:
            return verdict(run, mutant.build(folder / str(numbers[mutant])), limit)

        def verdict(run: Runner, case: Path, seconds: float) -> Verdict:
            result = run(kata, case, seconds, until_failure=True)
            return _VERDICTS.get(result.status, Verdict.KILLED)

        numbers = {mutant: number for number, mutant in enumerate(mutants)}
        with runner() as run:
            limit = _limit(slug, run, folder / "solution")
        slow = []
        with working(mutants, first_run) as runs:
            for mutant, future in runs.items():
                if (first := future.result()) is Verdict.NEVER_ENDS:
                    slow.append(mutant)
                else:
                    yield mutant, first
        if slow:
            with runner() as run:
                for mutant in slow:
                    yield mutant, verdict(run, folder / str(numbers[mutant]), limit * _ALONE)


def _limit(slug: str, run: Runner, folder: Path) -> float:
    """Return the seconds that each scenario of a mutant may take. Raises `UnsolvedError`."""
    result = run(find(slug), Solution(slug).build(folder), _LONGEST)
    if result.status != SOLVED:
        raise UnsolvedError(f"{slug}: its solution does not pass: run `kata run {slug}`")
    return max(_SHORTEST, *(_ENOUGH * each.seconds for each in result.scenarios))
