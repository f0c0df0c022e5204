"""A wrong solution beside the reference, and the scenario that rejects it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, in_repository
from katas._runner.result import FAILED, VERSION, Result, Scenario
from katas._runner.wrong_solutions import WrongSolution

from .files import SAME, File, files


@dataclass(frozen=True)
class Rejection:
    """What a wrong solution changes, and the result of its run."""

    kata: Kata
    solution: WrongSolution
    files: list[File]
    result: Result

    @classmethod
    def of(cls, kata: Kata, solution: WrongSolution, folder: Path, result: Result) -> "Rejection":
        """Describe the run of a wrong solution in a folder, which may be deleted afterwards.

        Raises `OSError` for an unreadable file.
        """
        changed = [each for each in files(kata, folder / kata.slug) if each.status != SAME]
        _name_as_a_learners(result, folder)
        return cls(kata, solution, changed, result)

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that rejects it: the named one if it fails, otherwise the first failure."""
        failed = [each for each in self.result.scenarios if each.status == FAILED]
        named = [each for each in failed if each.title == self.solution.fails]
        return next(iter(named or failed), None)

    def as_dict(self) -> dict[str, Any]:
        """Return the wrong solution in the published format."""
        changes = [file.as_dict(self.kata) for file in self.files]
        return about(self.solution) | {"files": changes, "result": self.result.as_dict()}


def about(solution: WrongSolution) -> dict[str, Any]:
    """Return a wrong solution in the published format, without a run."""
    return {
        "name": solution.name,
        "claim": solution.claim,
        "scenario": solution.fails,
        "files": [],
        "result": None,
    }


def document(kata: Kata, wrong: list[dict[str, Any]], *, is_open: bool) -> dict[str, Any]:
    """Return wrong solutions of a kata in the published format."""
    return {"version": VERSION, "kata": kata.slug, "open": is_open, "wrong": wrong}


def _name_as_a_learners(result: Result, folder: Path) -> None:
    """Rename the files in a result, as if the learner's files had run."""

    def renamed(file: str) -> str:
        path = Path(file)
        return in_repository(KATAS / path.relative_to(folder)) if folder in path.parents else file

    errors = [result.error, *result.warnings, *(each.error for each in result.scenarios)]
    for error in errors:
        if error and error.file:
            error.file = renamed(error.file)
    result.code = in_repository(KATAS)
    result.altered = [renamed(file) for file in result.altered]
