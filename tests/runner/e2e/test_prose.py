"""Sentences fit the terminal: wrapped at words, and what people copy stays in one piece."""

import re

import pytest

from tests.runner.checkout import Checkout


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize(
    "command",
    [
        "next",
        "brief k01",
        "hint",
        "compare k02",
        "run k01",
        "run k01 --output",
        "edit",
        "reset k01",
        "hint tomorow",
        "run 99",
        "run --time-limit soon",
        "list --track none",
        "k03",
        "rnu",
        "--help",
        "edit --help",
        "run --help",
        "watch --help",
    ],
)
@pytest.mark.slow
def test_no_line_of_a_verb_is_wider_than_the_terminal(
    command: str, width: int, checkout: Checkout
) -> None:
    """Except a path or a command, which is to be copied; and no line ends in half a command."""
    settings = {"NO_COLOR": "1", "COLUMNS": str(width), "VISUAL": "nowhere"}
    if command == "next":  # then the kata before is named, too
        checkout.kata("run", "k02")
    answer = checkout.kata(*command.split(), **settings)
    assert answer.said
    for line in answer.said.splitlines():
        is_whole = line.startswith("  ") or re.search(r"`[^`]* [^`]*`", line)
        assert len(line.rstrip()) <= width or is_whole, line
        assert line.count("`") % 2 == 0, line
