"""Says that something is locked until a kata is solved."""

from katas._runner.catalogue import Kata
from katas._runner.views.prose import say


def say_unsolved(kata: Kata, command: str) -> None:
    """Say that a command is locked until the kata is solved, and how to use it anyway."""
    say(
        f"{kata.name} is not solved yet. `kata run {kata.number}` says what comes next.\n"
        f"To see it anyway, which your journey records: `{command} --anyway`."
    )
