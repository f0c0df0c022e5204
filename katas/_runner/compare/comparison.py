"""The comparison of a learner's solution with the reference, for the text view and `--json`."""

from dataclasses import dataclass
from typing import Any

from katas._runner.catalogue import Kata
from katas._runner.debrief import outcomes, questions
from katas._runner.result import SOLVED, VERSION, Result

from .behaviour import Behaviour, behaviours
from .files import File, files


@dataclass(frozen=True)
class Comparison:
    """Both halves of a comparison, and what the debrief adds."""

    kata: Kata
    is_solved: bool
    files: list[File]
    behaviours: list[Behaviour]
    outcomes: str
    questions: list[str]

    @classmethod
    def of(cls, kata: Kata, yours: Result, reference: Result) -> "Comparison":
        """Compare the present files, and two runs. Raises `OSError` if a file cannot be read."""
        return cls(
            kata,
            yours.status == SOLVED,
            files(kata),
            behaviours(yours, reference),
            outcomes(kata),
            questions(kata),
        )

    @classmethod
    def closed(cls, kata: Kata) -> "Comparison":
        """Return a comparison that only says that the kata is not solved yet."""
        return cls(kata, is_solved=False, files=[], behaviours=[], outcomes="", questions=[])

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison in the published format."""
        return {
            "version": VERSION,
            "kata": self.kata.slug,
            "solved": self.is_solved,
            "files": [file.as_dict(self.kata) for file in self.files],
            "scenarios": [behaviour.as_dict() for behaviour in self.behaviours],
            "outcomes": self.outcomes,
            "questions": self.questions,
        }
