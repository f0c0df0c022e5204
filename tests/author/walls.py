"""`walls`: draws the picture in the debrief of each kata."""

from collections.abc import Sequence
from pathlib import Path

import click

from katas._runner.catalogue import Kata, katas
from katas._runner.commands.parameters import KataName
from katas._runner.paths import SOLUTIONS
from katas._runner.result import PASSED
from katas._runner.wall.drawing import draw
from katas._runner.wall.layout import lay_out
from tests.support.pool import Runner, working


class NotDrawnError(Exception):
    """Raised when the scenario to draw does not exist, or does not pass."""


@click.command()
@click.argument("kata", type=KataName(), nargs=-1)
def walls(kata: Sequence[Kata]) -> None:
    """Draw the decisive scenario of KATA, or of all katas that have one."""
    chosen = [each for each in kata or katas() if each.decisive]
    with working(chosen, drawn) as pictures:
        for each, picture in pictures.items():
            path = where(each)
            path.write_text(picture.result(), "utf-8", newline="\n")
            click.echo(path.relative_to(SOLUTIONS))


def where(kata: Kata) -> Path:
    """Return the file of a kata's picture."""
    return kata.reference / "wall.svg"


def drawn(kata: Kata, run_kata: Runner) -> str:
    """Run a kata's decisive scenario with the reference solution, and draw it."""
    result = run_kata(kata, SOLUTIONS, only=[kata.decisive])
    found = [each for each in result.scenarios if each.title == kata.decisive]
    if [each.status for each in found] != [PASSED]:
        raise NotDrawnError(f"{kata.number} has no scenario “{kata.decisive}” that passes")
    return draw(lay_out(found[0]))
