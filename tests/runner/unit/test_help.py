"""Every verb has help, and stands in the README."""

import click
import pytest
from click.testing import CliRunner

from katas._runner import cli
from katas._runner.paths import ROOT

CONTEXT = click.Context(cli.kata)
VERBS = cli.kata.list_commands(CONTEXT)


def _help(*arguments: str) -> str:
    answer = CliRunner().invoke(cli.kata, [*arguments, "--help"])
    assert answer.exit_code == 0
    return answer.output


def test_the_verbs_are_those_of_the_specification() -> None:
    """Nothing more, nothing less."""
    assert VERBS == [
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
        "watch",
        "wrong",
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_help(verb: str) -> None:
    """Its own page, with a sentence for each option, and a line on the first page."""
    command = cli.kata.get_command(CONTEXT, verb)
    assert command
    assert command.get_short_help_str(200).rstrip(".") in " ".join(_help().split())
    page = _help(verb)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in page
            assert option.help, option.name


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_stands_in_the_readme(verb: str) -> None:
    """As it is typed."""
    assert f"kata {verb}" in (ROOT / "README.md").read_text("utf-8")
