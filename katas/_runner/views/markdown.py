"""Shows texts to read: briefs and hints."""

import re

from rich.markdown import Markdown
from rich.text import Text

from katas._runner.result import Scenario

from .console import console, show

_NAME = re.compile(r"[\w.]+(\(\))?")
"""Code that could be read as a word of the sentence."""


def show_markdown(text: str) -> None:
    """Print Markdown on stdout. Without colours, a name keeps its backticks, which mark it then.

    Longer code shows what it is, and may be wrapped.
    """
    markdown = Markdown(text, code_theme="ansi_dark")
    if console().color_system is None:
        for token in markdown.parsed:
            for inner in token.children or ():
                if inner.type == "code_inline" and _NAME.fullmatch(inner.content):
                    inner.content = f"`{inner.content}`"
    show(markdown)


def show_hint(scenario: Scenario, levels: list[str], level: int, again: str) -> None:
    """Print a scenario's hint of a level, from 1. `again` says how to get the next one."""
    out = console()
    out.print(Text(scenario.title, "bold"))
    if not levels:
        out.print(Text("There is no hint for this scenario. The brief may help: `kata brief`."))
        return
    out.print(Text(f"Hint {level} of {len(levels)}", "dim"))
    out.print()
    show_markdown(levels[level - 1])
    out.print()
    more = f"{again} again says more." if level < len(levels) else "That is the last hint."
    out.print(Text(more, "dim"))
