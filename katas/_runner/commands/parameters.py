"""The arguments and options that several commands take, and their errors."""

from __future__ import annotations

import json
import math
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from katas._runner import catalogue
from katas._runner.catalogue import Kata
from katas._runner.run.run import DEFAULT_TIME_LIMIT

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


NOT_YET = 1
"""The exit code if something is not solved yet."""


class KataName(click.ParamType[Kata]):
    """A kata by its number, its slug, or the beginning of its name."""

    name = "kata"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Kata:
        """Find the kata. The error suggests the nearest names."""
        try:
            return value if isinstance(value, Kata) else catalogue.find(value)
        except catalogue.UnknownKataError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the slugs that begin with what was typed."""
        from click.shell_completion import CompletionItem

        slugs = [kata.slug for kata in catalogue.katas()]
        return [CompletionItem(slug) for slug in slugs if slug.startswith(incomplete)]


class Seconds(click.FloatRange):
    """A number of seconds within a range; `nan` is refused."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number. The error names the range."""
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value} is not a number of seconds.", param, ctx)
        return seconds


kata_name = click.argument("kata", type=KataName(), required=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
solutions = click.option(
    "--solutions", is_flag=True, help="Run the reference solutions instead of your files."
)
poll = click.option(
    "--poll", is_flag=True, help="Check files all the time, if saves are not noticed."
)
time_limit = click.option(
    "--time-limit",
    type=Seconds(min=1, max=3600),
    default=DEFAULT_TIME_LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="Stop a scenario that takes longer.",
)


def print_json(document: dict[str, Any]) -> None:
    """Print a document as JSON, with escaped letters if the terminal cannot print them."""
    escape = (getattr(sys.stdout, "encoding", None) or "").lower() not in ("utf-8", "utf8")
    text = json.dumps(document, ensure_ascii=escape, indent=2)
    with suppress(UnicodeEncodeError):
        text.encode()
        click.echo(text)
        return
    click.echo(json.dumps(document, indent=2))  # a file's name is not valid UTF-8
