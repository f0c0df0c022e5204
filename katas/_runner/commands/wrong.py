"""`kata wrong`: what people often get wrong in a kata, and the scenario that rejects it."""

import click

from katas._runner.actions import wrong as action
from katas._runner.actions.runs import latest, open_journey
from katas._runner.actions.unsolved import say_unsolved
from katas._runner.catalogue import Kata
from katas._runner.result import SOLVED

from . import parameters


@click.command()
@parameters.kata_name
@click.argument("name", required=False)
@click.option("--anyway", is_flag=True, help="Show it even if the kata is not solved.")
@parameters.as_json
@click.pass_context
def wrong(
    context: click.Context, kata: Kata | None, name: str | None, anyway: bool, as_json: bool
) -> None:
    """List the wrong turns of a kata, or show one of them.

    With NAME, or its beginning, it shows the wrong code beside the reference, and the scenario that
    rejects it, as a learner would see it. Your own files are not touched.

    Without KATA, it takes the kata that you had open last. The kata must be solved first. Exits
    with 0 when the wrong turn was shown and rejected, otherwise with 1.
    """
    journey = open_journey()
    chosen = kata or journey.progress.opened_last()
    if not anyway and latest(chosen, journey).status != SOLVED:
        _say_closed(chosen, name, as_json=as_json)
        context.exit(parameters.NOT_YET)
    if name:
        is_rejected = _show(chosen, name, as_json=as_json)
    else:
        _list(chosen, as_json=as_json, anyway=anyway)
        is_rejected = True
    journey.compared(chosen)
    context.exit(0 if is_rejected else parameters.NOT_YET)


def _say_closed(kata: Kata, name: str | None, *, as_json: bool) -> None:
    if as_json:
        from katas._runner.compare.rejection import document

        parameters.print_json(document(kata, [], is_open=False))
    else:
        say_unsolved(kata, " ".join(filter(None, ["kata wrong", kata.number, name])))


def _list(kata: Kata, *, as_json: bool, anyway: bool) -> None:
    found = action.all_of(kata)
    for solution in found:
        action.check(solution)
    if as_json:
        from katas._runner.compare.rejection import about, document

        parameters.print_json(document(kata, list(map(about, found)), is_open=True))
    else:
        from katas._runner.views.wrong import show_list

        show_list(kata, found, anyway=anyway)


def _show(kata: Kata, name: str, *, as_json: bool) -> bool:
    rejection = action.reject(kata, action.find(kata, name), has_bar=not as_json)
    if as_json:
        from katas._runner.compare.rejection import document

        parameters.print_json(document(kata, [rejection.as_dict()], is_open=True))
    else:
        from katas._runner.views.wrong import show_rejection

        show_rejection(rejection)
    return rejection.scenario is not None
