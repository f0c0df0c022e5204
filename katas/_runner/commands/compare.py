"""`kata compare`: the learner's solution beside the reference."""

import click

from katas._runner.actions.compare import compare as compared
from katas._runner.actions.compare import show_comparison
from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata

from . import parameters


@click.command()
@parameters.kata_name
@click.option("--anyway", is_flag=True, help="Open it before the kata is solved.")
@parameters.as_json
@click.pass_context
def compare(context: click.Context, kata: Kata | None, anyway: bool, as_json: bool) -> None:
    """Show your solution beside the reference.

    First the code, then the events that both record, then questions to talk about.

    Without KATA, the kata that you had open last. It opens when the kata is solved. Exits with 0
    when it has opened, and with 1 when it has not.
    """
    journey = open_journey()
    chosen = kata or journey.progress.opened_last()
    if as_json:
        from katas._runner.compare.comparison import Comparison

        comparison = compared(chosen, journey, anyway=anyway)
        parameters.print_json((comparison or Comparison.closed(chosen)).as_dict())
        has_opened = comparison is not None
    else:
        has_opened = show_comparison(chosen, journey, anyway=anyway)
    context.exit(0 if has_opened else parameters.NOT_YET)
