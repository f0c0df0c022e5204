"""`mutants`: which mistakes the features do not notice."""

import sys
from itertools import groupby

import click

from katas._runner.catalogue import Kata, katas
from katas._runner.commands.parameters import KataName

from .mutation.equivalents import Declared, EquivalentError, declaration, declared
from .mutation.killing import killed
from .mutation.mutants import Mutant
from .mutation.mutants import mutants as mutants_of
from .shown import coloured

ENOUGH = 97
"""Per cent of the mutants, without equivalent ones, that a feature must reject."""


@click.command()
@click.argument("kata", type=KataName(), required=False)
@click.option("--all", "every", is_flag=True, help="Every kata. This takes long.")
@click.option(
    "--declarations",
    is_flag=True,
    help="Print the survivors as entries for equivalent.toml; keep those that are no mistakes.",
)
def mutants(kata: Kata | None, *, every: bool, declarations: bool) -> None:
    """Make one mistake at a time in what a learner must write, and list those that all pass.

    For each survivor, write or sharpen a scenario. If it is not a mistake, declare it in
    tests/wrong/kNN_slug/equivalent.toml, and say why.
    """
    if not kata and not every:
        raise click.UsageError("Name a kata, or give --all.")
    slugs = [each.slug for each in ([kata] if kata else katas())]
    found = {slug: mutants_of(slug) for slug in slugs}
    equivalent = {slug: declared(slug, found[slug]) for slug in slugs}
    are_enough = True
    verdicts = killed([mutant for slug in slugs for mutant in found[slug]])
    for slug, of_kata in groupby(verdicts, key=lambda verdict: verdict[0].slug):
        with click.progressbar(
            of_kata,
            length=len(found[slug]),
            label=slug,
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as shown:
            survivors = [mutant for mutant, is_killed in shown if not is_killed]
        open_ones, percent = report(found[slug], survivors, equivalent[slug])
        for mutant in open_ones:
            click.echo(declaration(mutant) if declarations else _shown(mutant))
        closed = f"{len(found[slug]) - len(survivors)} of {len(found[slug])} mutants killed"
        asides = f"{len(survivors) - len(open_ones)} equivalent, {len(open_ones)} survive"
        click.secho(f"{slug}: {closed}, {asides}: {percent:.0f} %", bold=True, err=declarations)
        are_enough &= percent >= ENOUGH
    sys.exit(0 if are_enough else 1)


def report(
    found: list[Mutant], survivors: list[Mutant], equivalent: Declared
) -> tuple[list[Mutant], float]:
    """Return the survivors that are mistakes, and the killed per cent of all that are mistakes.

    Raises `EquivalentError` for a mutant that is declared equivalent, but killed.
    """
    for mutant in found:
        if mutant in equivalent and mutant not in survivors:
            raise EquivalentError(
                f"{_place(mutant)}: declared equivalent, but a scenario rejects it"
            )
    open_ones = [mutant for mutant in survivors if mutant not in equivalent]
    mistakes = len(found) - len(survivors) + len(open_ones)
    return open_ones, 100 * (mistakes - len(open_ones)) / mistakes if mistakes else 100.0


def _shown(mutant: Mutant) -> str:
    return f"{_place(mutant)}: {mutant.mistake.operator}\n{coloured(mutant.diff)}"


def _place(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.mistake.line}"
