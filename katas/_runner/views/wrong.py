"""Shows wrong solutions: a list, and one with the scenario that rejects it."""

from rich.text import Text

from katas._runner.catalogue import Kata
from katas._runner.compare.rejection import Rejection
from katas._runner.paths import from_here, in_repository
from katas._runner.wrong_solutions import WrongSolution

from .code import show_code
from .columns import WIDEST, Columns
from .console import console
from .failure import FailureView
from .next_steps import next_steps
from .printer import Printer

_NARROWEST_CLAIM = 30
"""Columns that a sentence needs beside its name; with fewer, it is printed below."""


def show_list(kata: Kata, solutions: list[WrongSolution], *, anyway: bool) -> None:
    """Print the name of each, and a sentence that says what is wrong.

    `anyway` means that the kata is not solved yet.
    """
    out = Printer(console())
    out.line(f"{kata.name}: wrong turns", "bold")
    out.line()
    column = max(len(each.name) for each in solutions) + 2
    is_beside = out.width - column >= _NARROWEST_CLAIM
    for solution in solutions:
        claim = Text(" ".join(solution.claim.partition("\n\n")[0].split()))
        if not is_beside:
            out.line(solution.name, "cyan")
        for number, line in enumerate(out.wrapped(claim, column if is_beside else 2)):
            name = solution.name if number == 0 and is_beside else ""
            out.whole(Text.assemble((name.ljust(column if is_beside else 2), "cyan"), line))
    out.line()
    option = " --anyway" if anyway else ""
    first = solutions[0].name
    out.sentences(
        f"To see one, and the scenario that rejects it: `kata wrong {kata.number} {first}{option}`."
    )


def show_rejection(rejection: Rejection) -> None:
    """Print what is wrong, the code beside the reference, and what a learner would see."""
    kata, solution, result = rejection.kata, rejection.solution, rejection.result
    out, columns = Printer(console()), Columns(console(WIDEST))
    out.line(f"{kata.name}: {solution.name}", "bold")
    for paragraph in solution.claim.split("\n\n"):
        out.line(" ".join(paragraph.split()))
    _title(out, "The code")
    for number, file in enumerate(rejection.files):
        if number > 0:
            out.line()
        reference = from_here(in_repository(kata.reference / file.name))
        show_code(columns, file, f"{solution.name}: {file.name}", reference)
    _title(out, "What a learner sees")
    out.line(f"With this code in {in_repository(kata.folder)}/. Your code has not changed.", "dim")
    failure = FailureView(out)
    if rejection.scenario:
        failure.scenario(rejection.scenario)
    elif result.error:
        failure.error(result.error)
        out.line()
        out.sentences(next_steps(kata, result, None)[0])
    else:
        out.sentences(_not_rejected(rejection))


def _not_rejected(rejection: Rejection) -> str:
    """Return that no scenario rejects it, and how to bring back what may have changed."""
    from katas._runner import recovery  # noqa: PLC0415 - only for the error

    kata, solution = rejection.kata, rejection.solution
    changed = recovery.changed(
        kata.feature, kata.test, "tests/steps", "tests/support", solution.path
    )
    return (
        f"No scenario rejects it here: “{solution.fails}” passes. "
        f"Bring back what has changed{recovery.how(*changed or [kata.feature])}"
    )


def _title(out: Printer, text: str) -> None:
    out.line()
    out.line(text, "bold underline")
