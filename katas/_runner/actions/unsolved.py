"""Says that something opens when a kata is solved."""

from katas._runner.catalogue import Kata
from katas._runner.views.prose import say


def say_unsolved(kata: Kata, command: str) -> None:
    """Say how to get to what a command shows, and that it opens all the same."""
    say(
        f"{kata.name} is not solved yet. `kata run {kata.number}` says what comes next.\n"
        f"To see it all the same, which is remembered: `{command} --anyway`."
    )
