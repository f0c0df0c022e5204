"""`kata compare`: the learner's solution beside the reference."""

import click

from katas._runner.actions.compare import compare as compared
from katas._runner.actions.compare import show_comparison
from katas._runner.actions.runs import open_journey
from katas._runner.catalogue import Kata

from . import parameters


@click.command()
@parameters.kata_name
@click.option("--anyway", is_flag=True, help="Show it even if the kata is not solved.")
@parameters.as_json
@click.pass_context
def compare(context: click.Context, kata: Kata | None, anyway: bool, as_json: bool) -> None:
    """Show your solution beside the reference.

    It shows the code, then what both record: events, how far each context has read, what its
    tables hold, and what it says to others and asks them. Then come questions to talk about.

    Without KATA, it takes the kata that you had open last. The kata must be solved first. Exits
    with 0 when the comparison was shown, and with 1 when it was not.
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
