"""The `kata` command: its verbs, and how it ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from . import catalogue
from .arguments import KataName, Seconds, Verbs
from .launch import DEFAULT_TIME_LIMIT
from .paths import FEATURES, KATAS, ROOT, SOLUTIONS, TESTS

if TYPE_CHECKING:
    from .catalogue import Kata

NOT_YET, WRONG_USE, STOPPED = 1, 2, 130
"""Exit codes beside 0; 130 is what shells use for Ctrl-C."""


_kata = click.argument("kata", type=KataName(), required=False)
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_solutions = click.option(
    "--solutions", is_flag=True, help="Drive the reference solutions instead of your files."
)
_time_limit = click.option(
    "--time-limit",
    type=Seconds(min=1, max=3600),
    default=DEFAULT_TIME_LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="Stop a run that takes longer.",
)


@click.group(
    cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="roastery-katas", message="%(version)s")
@click.pass_context
def kata(context: click.Context) -> None:
    """Learn event sourcing by doing it, kata by kata.

    Without a verb it runs your current kata: edit its files, save, and run it again.

    KATA may be a number (3, 03, k03), a name, or the beginning of one.
    """
    missing = [folder.name for folder in (FEATURES, TESTS) if not folder.is_dir()]
    if missing and (ROOT / "pyproject.toml").is_file():
        names = " ".join(missing)
        raise click.ClickException(f"Missing: {names}. Bring it back: `git restore {names}`.")
    if missing:
        raise click.UsageError(
            "The katas are not here. Clone the repository, and install it in place:\n"
            '  pip install -e "."'
        )
    if context.invoked_subcommand is None:
        context.invoke(run)


@kata.command()
@_kata
@_json
@_solutions
@_time_limit
@click.pass_context
def run(
    context: click.Context,
    kata: Kata | None = None,
    as_json: bool = False,  # noqa: FBT001, FBT002 - click passes options by name
    solutions: bool = False,  # noqa: FBT001, FBT002 - likewise
    time_limit: float = DEFAULT_TIME_LIMIT,
) -> None:
    """Run one kata and show the first scenario that fails.

    With KATA, it also becomes your current kata. Exits with 0 when the kata is solved, with 1
    when it is not yet, and with 2 when the command was used wrongly.
    """
    from . import verbs  # noqa: PLC0415 - `--help` needs none of it

    folder = SOLUTIONS if solutions else KATAS
    solved = verbs.run(kata, folder, time_limit, as_json=as_json)
    context.exit(0 if solved else NOT_YET)


@kata.command("list")
@click.option("--track", metavar="NAME", help="Only the katas of one track.")
@_json
def list_katas(track: str | None, as_json: bool) -> None:  # noqa: FBT001 - click passes it by name
    """List the katas by parts, with their minutes, and which are solved."""
    from . import verbs  # noqa: PLC0415 - likewise

    if track is not None and track not in catalogue.tracks():
        known = ", ".join(catalogue.tracks())
        raise click.BadParameter(f"There is no track “{track}”. There are: {known}.")
    verbs.list_katas(track, as_json=as_json)


@kata.command()
@_kata
def brief(kata: Kata | None) -> None:
    """Show the brief: the story, the rules, the interface."""
    from . import verbs  # noqa: PLC0415 - likewise

    verbs.brief(kata)


@kata.command()
@_kata
def hint(kata: Kata | None) -> None:
    """Show the next hint for the first scenario that fails."""
    from . import verbs  # noqa: PLC0415 - likewise

    verbs.hint(kata)


@kata.command()
@_solutions
@_json
@_time_limit
@click.pass_context
def check(
    context: click.Context,
    solutions: bool,  # noqa: FBT001 - click passes it by name
    as_json: bool,  # noqa: FBT001 - likewise
    time_limit: float,
) -> None:
    """Run every kata, a line each. With --solutions it proves that the setup works.

    Exits with 0 when all are solved, else with 1.
    """
    from . import verbs  # noqa: PLC0415 - likewise

    folder = SOLUTIONS if solutions else KATAS
    all_solved = verbs.check(folder, time_limit, as_json=as_json)
    context.exit(0 if all_solved else NOT_YET)


def main() -> None:
    """Run the command; whatever happens, people get sentences and not a traceback."""
    try:
        sys.exit(kata(prog_name="kata", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except catalogue.DamagedCatalogueError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(NOT_YET)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Your files are as they were.", err=True)
        sys.exit(STOPPED)
    except Exception as error:  # noqa: BLE001 - the last net
        _own_fault(error)


def _own_fault(error: Exception) -> None:
    """Say that the command failed, and not the learner; keep the details for a report."""
    import tempfile  # noqa: PLC0415 - only when all else has failed
    import traceback  # noqa: PLC0415 - likewise

    with tempfile.NamedTemporaryFile(
        "w", prefix="kata-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        traceback.print_exception(error, file=report)
    click.echo(
        f"The kata command itself has failed ({type(error).__name__}: {error}).\n"
        f"This is not your doing, and your files are as they were.\n"
        f"Please report it with this file: {report.name}",
        err=True,
    )
    sys.exit(WRONG_USE)
