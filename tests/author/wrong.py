"""`wrong`: keeps a misconception as a diff against the solution."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from katas._runner import patch
from katas._runner.catalogue import Kata, find
from katas._runner.child.preflight import read_feature
from katas._runner.commands.parameters import KataName
from katas._runner.paths import TESTS, in_repository
from katas._runner.result import FAILED, FAILING, SOLVED, Error, Result
from katas._runner.run.run import run_kata
from tests.support.pool import stores
from tests.support.repository import Solution, Wrong

from .shown import coloured


@click.command()
@click.argument("kata", type=KataName())
@click.argument("name")
@click.option("--claim", help="What is wrong, in a sentence or two.")
@click.option("--fails", help="The title of the scenario that must reject it, or its number.")
@click.option("--force", is_flag=True, help="Replace the one of that name, and keep its claim.")
def wrong(kata: Kata, name: str, claim: str | None, fails: str | None, *, force: bool) -> None:
    """Keep the files in katas/ as a wrong solution, as a diff against the reference.

    Solve the kata with one mistake first. It is kept if the scenario that you name rejects it.
    """
    target = TESTS / "wrong" / kata.slug / f"{name}.diff"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise click.UsageError("NAME may have only lower-case letters, digits and underscores.")
    if target.exists() and not force:
        raise click.UsageError(f"{in_repository(target)} exists already. --force replaces it.")
    if target.exists():
        before = Wrong(kata.slug, target)
        claim, fails = claim or before.claim, fails or before.fails
    difference = _difference(kata)
    click.echo(coloured(difference))
    title = _scenario(kata, fails)
    claim = claim or click.prompt("What is wrong, in a sentence or two")
    text = f"{claim.strip()}\n\nFails: {title}\n\n{difference}"
    _insist(run(kata.slug, text), title)
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, "utf-8", newline="\n")
    click.echo(f"“{title}” rejects it. It is kept in {in_repository(target)}.")


def run(slug: str, text: str) -> Result:
    """Run a wrong solution that is not stored yet."""
    with TemporaryDirectory(prefix="wrong-") as folder, stores([slug]):
        path = Path(folder) / "new.diff"
        path.write_text(text, "utf-8", newline="\n")
        case = Wrong(slug, path)
        return run_kata(find(slug), case.build(Path(folder)), time_limit=60)


def _difference(kata: Kata) -> str:
    solution = Solution(kata.slug).files
    paths = sorted(kata.folder.glob("*.py"))
    mine = {f"solutions/{kata.slug}/{path.name}": path.read_text("utf-8") for path in paths}
    for path, text in mine.items():
        if "NotImplementedError" in text and "TODO" in text:
            place = path.replace("solutions", "katas", 1)
            raise click.ClickException(
                f"{place} still has a gap. Solve the kata, with one mistake."
            )
    difference = patch.write(solution, mine)
    if not difference:
        raise click.ClickException(f"katas/{kata.slug} is equal to the reference solution.")
    return difference


def _scenario(kata: Kata, fails: str | None) -> str:
    feature = read_feature(kata.slug)
    if isinstance(feature, Error):
        raise click.ClickException(feature.message)
    titles = list(feature.scenarios)
    if not fails:
        for number, title in enumerate(titles, start=1):
            click.echo(f"{number:3} {title}")
        fails = str(click.prompt("Which scenario rejects it", type=click.IntRange(1, len(titles))))
    if fails.isdecimal() and 1 <= int(fails) <= len(titles):
        return titles[int(fails) - 1]
    if fails not in titles:
        raise click.UsageError(
            "\n  ".join([f"There is no scenario “{fails}”. There are:", *titles])
        )
    return fails


def _insist(result: Result, title: str) -> None:
    """Raise `click.ClickException` unless the scenario rejects it."""
    if result.status == SOLVED:
        raise click.ClickException(
            "It passes: the feature does not notice this mistake.\n"
            "Sharpen a scenario, and try again. Nothing is kept."
        )
    if result.status != FAILING:
        message = result.error.message if result.error else ""
        raise click.ClickException(f"It does not run to the end: {message}\nNothing is kept.")
    failed = [each.title for each in result.scenarios if each.status == FAILED]
    if title not in failed:
        others = "\n  ".join(failed)
        raise click.ClickException(
            f"“{title}” lets it pass. These scenarios reject it:\n  {others}\nNothing is kept."
        )
