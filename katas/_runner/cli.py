"""The `kata` command: its verbs, and how it ends."""

from __future__ import annotations

import io
import sys

import click

from . import catalogue
from .arguments import Verbs
from .paths import FEATURES, ROOT, TESTS
from .prose import say
from .verbs.options import NOT_YET

WRONG_USE, STOPPED = 2, 130
"""Exit codes beside 0 and `NOT_YET`; 130 is what shells use for Ctrl-C."""


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
        from .verbs.run import run  # noqa: PLC0415 - `--help` needs none of it

        context.invoke(run)


def main() -> None:
    """Run the command; whatever happens, people get sentences and not a traceback."""
    try:
        sys.exit(kata(prog_name="kata", standalone_mode=False))
    except click.ClickException as error:
        answer = io.StringIO()
        error.show(answer)
        say(answer.getvalue(), err=True)
        sys.exit(error.exit_code)
    except catalogue.DamagedCatalogueError as error:
        say(f"Error: {error}", err=True)
        sys.exit(NOT_YET)
    except ImportError as error:
        say(f"A package is missing or damaged: {error}.", err=True)
        say("`kata doctor` says how to mend that.", err=True)
        sys.exit(WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Your files are as they were.", err=True)
        sys.exit(STOPPED)
    except Exception as error:  # noqa: BLE001 - the last net
        _own_fault(error)


def _own_fault(error: Exception) -> None:
    """Say that the command failed, and not the learner; keep the details for a report."""
    import tempfile  # noqa: PLC0415 - only when all else has failed
    import traceback  # noqa: PLC0415 - likewise

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="kata-", suffix=".txt", delete=False, encoding="utf-8"
        ) as report:
            traceback.print_exception(error, file=report)
        advice = f"Please report it with this file: {report.name}"
    except OSError:  # what stopped the command may stop this, too
        advice = "Nothing can be written for a report. Is the disk full? `kata doctor` looks."
    say(
        f"The kata command itself has failed ({type(error).__name__}: {error}).\n"
        f"This is not your doing, and your files are as they were.\n"
        f"{advice}",
        err=True,
    )
    sys.exit(WRONG_USE)
