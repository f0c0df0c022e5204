"""The `kata` command: its commands, and how the program ends."""

from __future__ import annotations

import importlib
import io
import sys
from contextlib import suppress

import click

from . import catalogue, checkouts, commands, entry
from .commands.parameters import NOT_YET
from .entry import PYTHON_PATH
from .paths import FEATURES, ROOT, TESTS, UnusableFileError
from .views.prose import say

WRONG_USE, STOPPED = 2, 130
"""Exit codes beside 0 and `NOT_YET`; 130 is what shells use for Ctrl-C."""

_LOOKING = {"brief", "doctor", "journey", "list"}
"""Commands that change nothing: neither a learner's files nor their journey."""

_CHANGES_NOTHING = {"-h", "--help", "--solutions"}
"""With one of these options, no command changes anything."""


_GIVEN = "katas.given_arguments"
"""The key in click's context for the arguments that were typed after the command."""


class Commands(click.Group):
    """The commands, one module each. If a kata is typed instead, the error says how to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(commands.NAMES)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command's module, and find the command there."""
        if cmd_name not in commands.NAMES:
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        return next(
            each
            for each in vars(module).values()
            if isinstance(each, click.Command) and each.name == cmd_name
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their whole sentences, which click would shorten."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(200)) for name, each in commands if each]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and keep its arguments. Raises `UsageError` that suggests a command."""
        ctx.meta[_GIVEN] = args[1:]
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            with suppress(catalogue.UnknownKataError):
                meant = catalogue.find(args[0]).number
                advice = f"{error.message} To run that kata: `kata run {meant}`."
                raise click.UsageError(advice, ctx) from None
            raise


class WrongCheckoutError(click.ClickException):
    """Raised when the command would change another checkout than that of the current folder."""

    exit_code = WRONG_USE


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="roastery-katas", message="%(version)s")
@click.pass_context
def kata(context: click.Context) -> None:
    """Learn event sourcing by doing it, kata by kata.

    Without a command it runs your current kata: edit its files, save, and run it again.

    KATA may be a number (3, 03, k03), a name, or the beginning of one.
    """
    _check_checkout(context)
    missing = [folder.name for folder in (FEATURES, TESTS) if not folder.is_dir()]
    if missing and (ROOT / "pyproject.toml").is_file():
        from . import recovery  # noqa: PLC0415 - only for the error

        names = " and ".join(missing)
        raise click.ClickException(f"Missing: {names}. Bring it back{recovery.how(*missing)}")
    if missing:
        raise click.UsageError(
            "The katas are not here. Clone the repository, and install it in its folder:\n"
            + _indented(checkouts.installation())
        )
    if context.invoked_subcommand is None:
        from .commands.run import run  # noqa: PLC0415 - `--help` needs none of it

        context.invoke(run)


def _check_checkout(context: click.Context) -> None:
    """Say which checkout the command works on, if the current folder is in another one.

    Raises `WrongCheckoutError` if the command could change something.
    """
    other = checkouts.other()
    if other is None:
        return
    name, given = context.invoked_subcommand, context.meta.get(_GIVEN, ())
    if name in _LOOKING or not _CHANGES_NOTHING.isdisjoint(given):
        say(f"This shows {ROOT}, not {other}, where you are.", err=True)
        return
    command = f"kata {name}" if name else "kata"
    is_named = checkouts.is_on_python_path()
    why = f"{PYTHON_PATH} names" if is_named else "installed "
    mend = f"unset {PYTHON_PATH}" if is_named else "install this one"
    raise WrongCheckoutError(
        f"`{command}` would work on another checkout than this one:\n"
        f"  {why} {ROOT}\n"
        f"  {'you are in':{len(why)}} {other}\n"
        f"Nothing has changed. To work here, {mend}:\n"
        f"{_indented(checkouts.way_to(other))}"
    )


def _indented(lines: list[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)


def main() -> None:
    """Run the command. Whatever happens, people get sentences and no traceback."""
    try:
        sys.exit(kata(prog_name="kata", standalone_mode=False))
    except click.ClickException as error:
        answer = io.StringIO()
        error.show(answer)
        say(answer.getvalue(), err=True)
        sys.exit(error.exit_code)
    except UnusableFileError as error:
        say(f"Error: {error}", err=True)
        sys.exit(NOT_YET)
    except (ImportError, SyntaxError) as error:
        _not_importable(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Your files are as they were.", err=True)
        sys.exit(STOPPED)
    except Exception as error:  # noqa: BLE001 - people never get a traceback
        from . import endings  # noqa: PLC0415 - only when all else has failed

        code = endings.exit_code(error)
        sys.exit(_own_fault(error) if code is None else code)


def _not_importable(error: ImportError | SyntaxError) -> None:
    """Say whether a file of the workshop or a package is missing or damaged."""
    from . import recovery  # noqa: PLC0415 - only for the error
    from .child.damage import behind  # noqa: PLC0415 - only for the error

    if isinstance(error, SyntaxError):
        error.filename = entry.unparsable(error, ROOT)
    damage = behind(error, lambda *_: True)
    if damage and damage.file:
        say(f"{damage.file} is missing or damaged: {damage.message}.", err=True)
        say(f"Bring it back{recovery.how(damage.file)}", err=True)
        sys.exit(NOT_YET)
    if isinstance(error, SyntaxError):
        sys.exit(_own_fault(error))
    say(f"A package is missing or damaged: {error}.", err=True)
    say("`kata doctor` says how to fix that.", err=True)
    sys.exit(WRONG_USE)


def _own_fault(error: Exception) -> int:
    """Print that the command itself has failed, and write a report. Return the exit code."""
    from . import crash_report  # noqa: PLC0415 - only when all else has failed

    command = next((word for word in sys.argv[1:] if word in commands.NAMES), None)
    try:
        kept = crash_report.write(error, command)
        advice = (
            "Please report it with this file. It says which versions are installed and where the"
            f" command failed, and contains nothing of your code:\n  {kept}"
        )
    except OSError:  # what stopped the command may stop this, too
        advice = "The report cannot be written. Is the disk full? `kata doctor` checks that."
    say(
        f"The kata command itself has failed ({type(error).__name__}: {error}).\n"
        f"This is not your fault, and your files are as they were.\n"
        f"{advice}",
        err=True,
    )
    return WRONG_USE
