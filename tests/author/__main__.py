"""The commands for authors: `python -m tests.author`, from the top of the checkout."""

import click

from katas._runner.catalogue import DamagedCatalogueError
from katas._runner.patch import PatchError

from .check import check
from .mutants import mutants
from .mutation.equivalents import EquivalentError
from .mutation.killing import UnsolvedError
from .new import new
from .rebase import rebase
from .show import show
from .walls import NotDrawnError, walls
from .wrong import wrong

_FOR_PEOPLE = (DamagedCatalogueError, EquivalentError, NotDrawnError, PatchError, UnsolvedError)


class Group(click.Group):
    """Shows errors with a message for people, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Call the command."""
        try:
            return super().invoke(ctx)
        except _FOR_PEOPLE as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def author() -> None:
    """Add katas, and improve them. CONTRIBUTING says which command to use when."""


for command in (new, check, wrong, show, rebase, mutants, walls):
    author.add_command(command)

if __name__ == "__main__":
    author(prog_name="python -m tests.author")
