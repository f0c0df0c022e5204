"""What people may type after `kata`, and what they are told when it is something else."""

from __future__ import annotations

import importlib
import math
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from katas._runner import catalogue, commands
from katas._runner.catalogue import Kata

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


GIVEN = "katas.given_arguments"
"""Where the context of the command keeps the arguments of its verb."""


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
        param: click.Parameter,  # noqa: ARG002 - likewise
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


class Verbs(click.Group):
    """The verbs, each from its own module; a kata in the place of one is told where it belongs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - likewise
        """Tell the verbs' names."""
        return list(commands.NAMES)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - likewise
        cmd_name: str,
    ) -> click.Command | None:
        """Import a verb's module, and find the command there."""
        if cmd_name not in commands.NAMES:
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        return next(
            each
            for each in vars(module).values()
            if isinstance(each, click.Command) and each.name == cmd_name
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs, each with its whole sentence, however long the longest name is."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(200)) for name, each in commands if each]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, and note what it is given. Fails with what was probably meant."""
        ctx.meta[GIVEN] = args[1:]
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            with suppress(catalogue.UnknownKataError):
                meant = catalogue.find(args[0]).number
                advice = f"{error.message} To run that kata: `kata run {meant}`."
                raise click.UsageError(advice, ctx) from None
            raise
