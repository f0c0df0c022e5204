"""What people may type after `kata`, and what they are told when it is something else."""

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
"""The exit code where something is not solved yet."""


class KataName(click.ParamType[Kata]):
    """A kata by its number, its slug, or the beginning of its name."""

    name = "kata"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Kata:
        """Find the kata. Fails with the nearest names."""
        try:
            return value if isinstance(value, Kata) else catalogue.find(value)
        except catalogue.UnknownKataError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click calls it so
        param: click.Parameter,  # noqa: ARG002 - click calls it so
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the slugs that begin with what is typed."""
        from click.shell_completion import CompletionItem

        slugs = [kata.slug for kata in catalogue.katas()]
        return [CompletionItem(slug) for slug in slugs if slug.startswith(incomplete)]


class Seconds(click.FloatRange):
    """A number of seconds within a range, and a number indeed."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Check the number. Fails with the range."""
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return seconds


kata_name = click.argument("kata", type=KataName(), required=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
solutions = click.option(
    "--solutions", is_flag=True, help="Drive the reference solutions instead of your files."
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
    """Print a document as it is where the terminal can, and escaped elsewhere."""
    escape = (getattr(sys.stdout, "encoding", None) or "").lower() not in ("utf-8", "utf8")
    text = json.dumps(document, ensure_ascii=escape, indent=2)
    with suppress(UnicodeEncodeError):
        text.encode()
        click.echo(text)
        return
    click.echo(json.dumps(document, indent=2))  # a file's name that is no UTF-8
