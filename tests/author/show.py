"""`show`: shows a wrong solution as it is stored."""

import click

from tests.support.repository import Wrong
from tests.support.repository import wrong as all_wrong

from .shown import coloured


class VariantName(click.ParamType[Wrong]):
    """A wrong solution by its kata and name, as tests call it: `k02-limit_per_line`."""

    name = "variant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Wrong:
        """Find the wrong solution. The error lists those of the same kata."""
        names = {str(each): each for each in all_wrong()}
        if str(value) not in names:
            kata = str(value).partition("-")[0]
            offers = [name for name in names if name.startswith(f"{kata}-")]
            offers = offers or [next(iter(names)), "…"]
            self.fail("\n  ".join([f"There is no “{value}”. There are:", *offers]), param, ctx)
        return names[str(value)]


@click.command()
@click.argument("variant", type=VariantName())
def show(variant: Wrong) -> None:
    """Show a wrong solution: its claim, the scenario that rejects it, and the difference.

    VARIANT is the kata and the name, as tests call it: k02-limit_per_line.
    """
    click.echo(coloured(variant.path.read_text("utf-8")), nl=False)
