"""`mutants`: which mistakes the features do not notice."""

import sys
from collections.abc import Mapping

import click

from katas._runner.catalogue import Kata, katas
from katas._runner.commands.parameters import KataName

from .mutation.equivalents import Declared, EquivalentError, declaration, declared
from .mutation.killing import Verdict, verdicts
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
    for slug in slugs:
        with click.progressbar(
            verdicts(slug, found[slug]),
            length=len(found[slug]),
            label=slug,
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as shown:
            outcome = Outcome(dict(shown), equivalent[slug])
        for mutant in outcome.survivors:
            click.echo(declaration(mutant) if declarations else _shown(mutant))
        if not declarations:
            for mutant in outcome.endless:
                click.echo(f"{Verdict.NEVER_ENDS.value}: {_shown(mutant)}")
        click.secho(f"{slug}: {outcome.summary}", bold=True, err=declarations)
        are_enough &= outcome.percent >= ENOUGH
    sys.exit(0 if are_enough else 1)


class Outcome:
    """What has become of a kata's mutants.

    `survivors` are the mistakes that every scenario lets pass, without the equivalent mutants.
    Raises `EquivalentError` for a mutant that is declared equivalent, but does not survive.
    """

    def __init__(self, verdicts: Mapping[Mutant, Verdict], equivalent: Declared) -> None:
        for mutant, verdict in verdicts.items():
            if mutant in equivalent and verdict is not Verdict.SURVIVED:
                how = {Verdict.KILLED: "a scenario rejects it", Verdict.NEVER_ENDS: "it never ends"}
                raise EquivalentError(f"{_place(mutant)}: declared equivalent, but {how[verdict]}")
        self._verdicts = verdicts
        self.survivors = [each for each in self._with(Verdict.SURVIVED) if each not in equivalent]
        self.endless = self._with(Verdict.NEVER_ENDS)

    @property
    def percent(self) -> float:
        """The killed per cent of the mistakes. Those that never end are counted apart."""
        killed = len(self._with(Verdict.KILLED))
        mistakes = killed + len(self.survivors)
        return 100 * killed / mistakes if mistakes else 100.0

    @property
    def summary(self) -> str:
        """The counts in a line."""
        killed, survived = self._with(Verdict.KILLED), self._with(Verdict.SURVIVED)
        return (
            f"{len(killed)} of {len(self._verdicts)} mutants killed, "
            f"{len(survived) - len(self.survivors)} equivalent, {len(self.survivors)} survive, "
            f"{len(self.endless)} never end: {self.percent:.0f} %"
        )

    def _with(self, verdict: Verdict) -> list[Mutant]:
        """Return the mutants of a verdict, in the order of their lines."""
        found = [mutant for mutant, each in self._verdicts.items() if each is verdict]
        return sorted(found, key=lambda mutant: (mutant.file, mutant.mistake.line))


def _shown(mutant: Mutant) -> str:
    return f"{_place(mutant)}: {mutant.mistake.operator}\n{coloured(mutant.diff)}"


def _place(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.mistake.line}"
