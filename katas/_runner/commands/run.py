"""`kata run`: runs a kata, and shows the first scenario that fails."""

import os
from functools import partial
from pathlib import Path

import click

from katas._runner import inputs, result_cache
from katas._runner.actions.runs import open_journey, remember
from katas._runner.catalogue import Kata
from katas._runner.paths import KATAS, SOLUTIONS
from katas._runner.result import SOLVED, Result
from katas._runner.run.run import DEFAULT_TIME_LIMIT, Run
from katas._runner.run.shared_run import SharedRun
from katas._runner.run.shares import MOST_PROCESSES, are_worth_it

from . import parameters


@click.command()
@parameters.kata_name
@click.option("--output", is_flag=True, help="Also show what each scenario has printed.")
@parameters.as_json
@parameters.solutions
@parameters.time_limit
@click.pass_context
def run(  # noqa: PLR0913, PLR0917 - click passes options by name
    context: click.Context,
    kata: Kata | None = None,
    output: bool = False,
    as_json: bool = False,
    solutions: bool = False,
    time_limit: float = DEFAULT_TIME_LIMIT,
) -> None:
    """Run one kata and show the first scenario that fails.

    With KATA, it also becomes your current kata. Exits with 0 when the kata is solved, with 1
    when it is not yet, and with 2 when the command was used wrongly.
    """
    folder = SOLUTIONS if solutions else KATAS
    journey = None
    if not kata:
        journey = open_journey()
        kata = journey.progress.current()
    before = inputs.fingerprint(kata)
    with _started(kata, folder, time_limit) as running:
        journey = journey or open_journey()  # its imports take a moment, and the child is at work
        result = _wait(running, has_bar=not as_json)
    if not solutions:
        journey.open(kata)
        remember(journey, kata, result, before)
    if as_json:
        parameters.print_json(result.as_dict())
    else:
        from katas._runner.views.result import show_result

        following = journey.progress.following(kata)
        show_result(kata, result, following, with_output=output)
    context.exit(0 if result.status == SOLVED else parameters.NOT_YET)


def _started(kata: Kata, folder: Path, time_limit: float) -> Run | SharedRun:
    """Start a run, in a process for each core if the last one says that this saves time."""
    before = result_cache.last(kata) if folder == KATAS else None
    if before is None or not are_worth_it(before):
        return Run(kata, folder, time_limit)
    start = partial(Run, kata, folder, time_limit)
    return SharedRun(kata, [start] * min(os.cpu_count() or 1, MOST_PROCESSES), before)


def _wait(running: Run | SharedRun, *, has_bar: bool) -> Result:
    if has_bar:
        # Imported while the child is running.
        from katas._runner.views import progress_bar, result  # noqa: F401 - needed soon

        progress_bar.wait_with_progress_bar(running)
    return running.wait()
