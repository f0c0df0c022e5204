"""`kata next`: move on."""

import click

from katas._runner import catalogue
from katas._runner.actions.brief import show_brief
from katas._runner.actions.runs import open_journey
from katas._runner.views.prose import say


@click.command("next")
def next_() -> None:
    """Move on to the next unsolved kata, and show its brief."""
    journey = open_journey()
    progress = journey.progress
    current = progress.current()
    if all(map(progress.is_solved, catalogue.katas())):
        say("All katas are solved. Well done!")
        return
    left = current if progress.is_open(current) else None
    following = (left and progress.following(left)) or current
    journey.open(following)
    show_brief(following)
    say(f"Your current kata is now {following.name}. `kata edit` opens its files, `kata` runs it.")
    if left and left != following:
        state = "red now" if progress.is_solved(left) else "not solved yet"
        say(f"{left.name} is {state}: `kata run {left.number}` comes back to it.")
