"""Sentences fit the terminal: wrapped at words, and what people copy stays in one piece."""

import re

import pytest

from katas._runner.views.prose import wrapped

from .checkout import Checkout

COMMAND = "`kata compare k01 --anyway`"


@pytest.mark.parametrize("width", [20, 30, 60])
def test_a_sentence_is_wrapped_at_words(width: int) -> None:
    """No word is broken, and no command in backticks."""
    text = f"To compare all the same, which is remembered: {COMMAND}. Or a-hyphenated-word."
    lines = wrapped(text, width)
    assert " ".join(lines) == text
    assert any(COMMAND in line for line in lines)
    assert all(len(line) <= width for line in lines if COMMAND not in line)


def test_a_path_and_an_empty_line_stay_as_they_are() -> None:
    """An indented line is a path or a command."""
    text = "Kept in\n  /a/very long/path/that/is/to/be/copied\n\nMend that."
    assert wrapped(text, 20) == text.splitlines()


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
