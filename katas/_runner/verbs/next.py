"""`kata next`: move on."""

import click

from katas._runner.prose import say

from . import brief, options


@click.command("next")
def next_() -> None:
    """Move on to the next unsolved kata, and show its brief."""
    diary = options.open_diary()
    progress = diary.progress
    current = progress.current()
    if progress.is_solved(current):
        say("All katas are solved. Well done!")
        return
    left = current if progress.is_open(current) else None
    following = (left and progress.following(left)) or current
    diary.open(following)
    brief.show(following)
    say(f"Your current kata is now {following.name}. `kata edit` opens its files, `kata` runs it.")
    if left and left != following:
        say(f"{left.name} is not solved yet: `kata run {left.number}` comes back to it.")
