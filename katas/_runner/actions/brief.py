"""Shows a brief, or says how to bring it back if it cannot be read."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from katas._runner import texts
from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository
from katas._runner.views.prose import say

Content = TypeVar("Content")


def show_brief(kata: Kata) -> None:
    """Show a brief without its hints."""
    from katas._runner.views.markdown import show_markdown
    from katas._runner.views.mermaid import in_letters

    show_markdown(in_letters(read(kata, texts.text)))
    say(f"\nThe files are in {in_repository(kata.folder)}/.")


def read(kata: Kata, reader: Callable[[Kata], Content]) -> Content:
    """Read a part of a brief. Raises `click.ClickException` that says how to bring it back."""
    try:
        return reader(kata)
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(kata.brief, error) from None


def unreadable(path: Path | str, error: OSError | UnicodeDecodeError) -> click.ClickException:
    """Return the error that a file cannot be read, with how to bring it back."""
    from katas._runner import recovery

    file = in_repository(path)
    reason = getattr(error, "strerror", None) or "it is not a text in UTF-8"
    return click.ClickException(
        f"{file} cannot be read ({reason}).\nBring it back{recovery.how(path)}"
    )
