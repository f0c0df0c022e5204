"""Every command has help, and is in the README."""

import click
import pytest
from click.testing import CliRunner

from katas._runner import cli
from katas._runner.paths import KATAS, ROOT

CONTEXT = click.Context(cli.kata)
COMMANDS = cli.kata.list_commands(CONTEXT)


def _help(*arguments: str) -> str:
    answer = CliRunner().invoke(cli.kata, [*arguments, "--help"])
    assert answer.exit_code == 0
    return answer.output


def test_the_commands_are_those_of_the_specification() -> None:
    """Nothing more, nothing less."""
    assert COMMANDS == [
        "brief",
        "check",
        "compare",
        "doctor",
        "edit",
        "hint",
        "journey",
        "list",
        "next",
        "open-for-business",
        "reset",
        "run",
        "update",
        "wall",
        "watch",
        "wrong",
    ]


def test_each_module_of_a_command_is_named() -> None:
    """One that is missing in `NAMES` would be no command, and nobody would say so."""
    modules = {path.stem for path in (KATAS / "_runner" / "commands").glob("[!_]*.py")} - {
        "parameters"
    }
    assert {name.replace("-", "_") for name in COMMANDS} == modules


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help(name: str) -> None:
    """Its own page, with a sentence for each option, and a line on the first page."""
    command = cli.kata.get_command(CONTEXT, name)
    assert command
    assert command.get_short_help_str(200).rstrip(".") in " ".join(_help().split())
    page = _help(name)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in page
            assert option.help, option.name


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_readme(name: str) -> None:
    """As it is typed."""
    assert f"kata {name}" in (ROOT / "README.md").read_text("utf-8")
