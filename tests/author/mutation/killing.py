"""Finds out which mutants the features reject: each runs in a fork of the fork server."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from katas._runner.catalogue import find
from katas._runner.result import SOLVED
from tests.support.pool import Runner, stores, working
from tests.support.repository import Solution

from .mutants import Mutant

_ENOUGH = 4.0
"""A mutant's scenario may take so many times as long as the solution's slowest one."""

_SHORTEST = 5.0
"""Seconds that every scenario may take, because the machine may be busy."""

_LONGEST = 60.0


class UnsolvedError(Exception):
    """Raised when a solution does not pass its own feature, so that its mutants mean nothing."""


def killed(mutants: list[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    """Run mutants, one at a time on each processor, and yield each with whether it is killed.

    They come in the given order. Raises `UnsolvedError`.
    """
    slugs = list(dict.fromkeys(mutant.slug for mutant in mutants))
    with TemporaryDirectory(prefix="mutants-") as name, stores(slugs):
        folder = Path(name)

        def limit(slug: str, run: Runner) -> float:
            result = run(find(slug), Solution(slug).build(folder / "solution"), _LONGEST)
            if result.status != SOLVED:
                raise UnsolvedError(f"{slug}: its solution does not pass: run `kata run {slug}`")
            return max(_SHORTEST, *(_ENOUGH * each.seconds for each in result.scenarios))

        def is_killed(mutant: Mutant, run: Runner) -> bool:
            case = folder / str(numbers[mutant])
            result = run(find(mutant.slug), mutant.build(case), limits[mutant.slug])
            return bool(result.status != SOLVED)

        numbers = {mutant: number for number, mutant in enumerate(mutants)}
        with working(slugs, limit) as begun:
            limits = {slug: future.result() for slug, future in begun.items()}
        with working(mutants, is_killed) as runs:
            for mutant, run in runs.items():
                yield mutant, run.result()
