"""`rebase`: adapts wrong solutions to a changed solution."""

import ast
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from katas._runner import patch
from katas._runner.catalogue import Kata
from katas._runner.commands.parameters import KataName
from katas._runner.paths import ROOT
from tests.support.repository import Solution, Wrong
from tests.support.repository import wrong as all_wrong

Files = dict[str, str]


class NeedsHandError(Exception):
    """Raised when an author must decide how a wrong solution should change."""


@click.command()
@click.argument("kata", type=KataName())
def rebase(kata: Kata) -> None:
    """Adapt a kata's wrong solutions to its solution, which has changed.

    For each diff, git has the solution that it was made for. The diff is merged with the changes
    from that solution to the present one. If both change the same place, the diff stays as it is,
    and is named.
    """
    left = 0
    for variant in all_wrong(kata.slug):
        try:
            variant.files()
            click.echo(f"{variant}: fits")
        except patch.PatchError:
            left += not _rebase(variant)
    if left:
        raise click.ClickException(
            f"Adapt {left} by hand. For each: make its mistake in katas/{kata.slug}, and\n"
            f"python -m tests.author wrong {kata.number} NAME --force"
        )
    click.echo(
        f"Now see whether they are still rejected: python -m tests.author check {kata.number}"
    )


def _rebase(variant: Wrong) -> bool:
    try:
        text = rebased(variant)
    except NeedsHandError as error:
        click.secho(f"{variant}: adapt it by hand: {error}", fg="red")
        return False
    variant.path.write_text(text, "utf-8", newline="\n")
    click.secho(f"{variant}: fits again", fg="green")
    return True


def rebased(variant: Wrong) -> str:
    """Return a diff that fits the present solution. Raises `NeedsHandError`."""
    about, changes = patch.read(variant.path.read_text("utf-8"))
    old, wrong = _old_solution(variant.slug, changes)
    solution = Solution(variant.slug).files
    merged = dict(solution)
    for change in changes:
        path = change.path
        text = _merged(solution.get(path), old.get(path), wrong[path], path)
        if text is None:
            merged.pop(path, None)
        else:
            merged[path] = text
    difference = patch.write(solution, merged)
    if not difference:
        raise NeedsHandError("the solution makes this mistake itself now")
    return f"{about}\n\n{difference}"


def _old_solution(slug: str, changes: list[patch.FileDiff]) -> tuple[Files, dict[str, str | None]]:
    """Return the last solution in git that the changes fit, and its changed files."""
    for commit in _git("log", "--format=%H", "--", f"solutions/{slug}").split():
        names = _git("ls-tree", "--name-only", commit, f"solutions/{slug}/").split()
        wanted = {change.path for change in changes} & set(names)
        old = {name: _git("show", f"{commit}:{name}") for name in wanted}
        try:
            return old, {change.path: change.apply(old.get(change.path)) for change in changes}
        except patch.PatchError:
            continue
    raise NeedsHandError("git has no solution that the diff fits")


def _merged(today: str | None, old: str | None, wrong: str | None, path: str) -> str | None:
    """Merge a change of the solution with the mistake. Raises `NeedsHandError`."""
    if old == today:
        return wrong
    if today is None or old is None or wrong is None:
        raise NeedsHandError(f"{path} was added or removed")
    with TemporaryDirectory(prefix="rebase-") as name:
        files = [Path(name) / side for side in ("today", "old", "wrong")]
        for file, text in zip(files, (today, old, wrong), strict=True):
            file.write_text(text, "utf-8", newline="\n")
        command = ["git", "merge-file", "--stdout", *map(str, files)]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own arguments
    text = done.stdout.decode()
    if done.returncode:
        raise NeedsHandError(f"{path} has changed where the mistake is")
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise NeedsHandError(f"{path} cannot be read after the merge: {error}") from error
    return text


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["git", *arguments],  # noqa: S607 - an author has git
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"git {arguments[0]} failed; `rebase` needs the repository's history ({error})")
    return done.stdout.decode()
