"""`kata wall`: what flows between contexts, drawn as sticky notes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata

from . import parameters

if TYPE_CHECKING:
    from katas._runner.actions.wall import StillWall

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command()
@parameters.kata_name
@click.option("--scenario", metavar="TITLE|N", help="Show this scenario; in a file, only this.")
@parameters.solutions
@click.option("--compare", is_flag=True, help="Show the reference below, and mark what differs.")
@click.option("--anyway", is_flag=True, help="Compare even if the kata is not solved.")
@click.option(
    "--beside",
    type=parameters.KataName(),
    metavar="KATA",
    help="Show the same scenario of another kata below, both as the references solve it.",
)
@click.option("--html", type=_FILE, metavar="FILE", help="Write the page to a file; - is stdout.")
@click.option("--svg", type=_FILE, metavar="FILE", help="Write one picture to a file; - is stdout.")
@parameters.poll
@parameters.time_limit
@click.pass_context
def wall(  # noqa: PLR0913, PLR0917 - click passes options by name
    context: click.Context,
    kata: Kata | None,
    scenario: str | None,
    solutions: bool,
    compare: bool,
    anyway: bool,
    beside: Kata | None,
    html: Path | None,
    svg: Path | None,
    poll: bool,
    time_limit: float,
) -> None:
    """Show a scenario as notes on a wall, from left to right in time.

    The notes are commands, events, read models, and who has read how far. The page opens in your
    browser, and follows your saves as `kata watch` does. `q` or Ctrl-C quits.
    """
    from katas._runner.actions.wall import StillWall
    from katas._runner.watch.start import watch

    if compare and (solutions or beside):
        raise click.UsageError(
            "--compare shows your solution, and --solutions and --beside the reference's alone.\n"
            "Leave out one of them."
        )
    if not (beside or solutions or compare or html or svg):
        watch(kata, poll=poll, time_limit=time_limit, has_wall=True, wanted=scenario)
        return
    journey = open_journey()
    chosen = kata or journey.progress.current()
    still: StillWall | None
    if beside:
        still = StillWall.beside(chosen, beside, scenario, time_limit)
    elif solutions:
        still = StillWall.of_solution(chosen, scenario, time_limit)
    elif compare:
        still = StillWall.compared(chosen, scenario, journey, time_limit, anyway=anyway)
    else:
        still = StillWall.of_yours(chosen, scenario, journey)
    if still is None:
        context.exit(parameters.NOT_YET)
    _show(still, html, svg)


def _show(still: "StillWall", html: Path | None, svg: Path | None) -> None:
    """Write the files that were asked for; without one, serve the page."""
    if html:
        still.write_page(html)
    if svg:
        still.write_picture(svg)
    if not html and not svg:
        still.serve()
