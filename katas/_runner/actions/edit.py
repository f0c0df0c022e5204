"""Opens a kata's files in the learner's editor, at the lines to work on."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository

if TYPE_CHECKING:
    from katas._runner.editing.gaps import Place
    from katas._runner.result import Result


def open_editor(
    kata: Kata,
    result: "Result | None",
    lent: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> str:
    """Open the editor at the lines to work on, and return a sentence that names them.

    An editor without a window runs in the terminal, inside the context that `lent` returns. The
    sentence is then empty, because people have seen the editor. Raises `click.ClickException`
    if nothing can be opened; its message says what to do instead.
    """
    from katas._runner.editing import editors, gaps
    from katas._runner.terminal import is_attended

    places = gaps.places(kata, result)
    if not places:
        raise click.ClickException(
            f"{in_repository(kata.folder)}/ has none of the files to edit. "
            f"`kata reset {kata.number}` brings them back."
        )
    try:
        editor = editors.find(has_terminal=is_attended())
        if editor is None:
            raise click.ClickException(f"No editor was found. {_instead(places)}")
        with nullcontext() if editor.family.has_window else lent():
            editor.open(places)
    except editors.EditorError as error:
        raise click.ClickException(f"{error}\n{_instead(places)}") from None
    if not editor.family.has_window:
        return ""
    opened, others = places[: editor.most_files], places[len(places[: editor.most_files]) :]
    more = f"\nThere is more to do in:\n{_listed(others)}" if others else ""
    return f"Opened with {editor.name}:\n{_listed(opened)}{more}"


def _listed(places: "list[Place]") -> str:
    return "\n".join(f"  {place}" for place in places)


def _instead(places: "list[Place]") -> str:
    """Return what people can do instead."""
    setting = '$env:EDITOR = "notepad"' if sys.platform == "win32" else "export EDITOR=nano"
    return (
        f"Open these files yourself:\n{_listed(places)}\n"
        f"`kata edit` opens them in the editor that you set, for instance: `{setting}`"
    )
