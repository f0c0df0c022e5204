"""`kata next`: move on."""

import click

from katas._runner import catalogue

from . import brief, options


@click.command("next")
def next_() -> None:
    """Move on to the next unsolved kata, and show its brief."""
    diary = options.open_diary()
    progress = diary.progress
    current = progress.current()
    if all(map(progress.is_solved, catalogue.katas())):
        click.echo("All katas are solved. Well done!")
        return
    left = current if progress.is_open(current) else None
    following = (left and progress.following(left)) or current
    diary.open(following)
    brief.show(following)
    click.echo(f"Your current kata is now {following.name}. Edit its files, save, and run `kata`.")
    if left and left != following:
        state = "red now" if progress.is_solved(left) else "not solved yet"
        click.echo(f"{left.name} is {state}: `kata run {left.number}` comes back to it.")
