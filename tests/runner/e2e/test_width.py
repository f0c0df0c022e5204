"""What commands print fits the terminal: wrapped at words, and what people copy stays whole."""

import re

import pytest

from tests.runner.checkout import Answer, Checkout
from tests.runner.clone import Clone, Workshop


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
def test_no_line_of_a_command_is_wider_than_the_terminal(
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


def _is_whole(narrow: Answer, wide: Answer, width: int) -> None:
    """Return whether a narrow terminal gets the same words, in lines that fit."""
    assert narrow.out.split() == wide.out.split()
    for line in narrow.out.splitlines():
        is_one_word = len(line.split()) == 1 or "`" in line
        assert len(line) <= width or is_one_word, line


@pytest.mark.slow
def test_katas_are_listed_with_whole_words(checkout: Checkout) -> None:
    checkout.solve()
    for number in ("k01", "k12", "k19"):
        checkout.kata("run", number)
        file = next((checkout.root / "katas").glob(f"{number}_*")) / "mine.py"
        file.write_text("X = 1\n" * 100, "utf-8")
    for arguments in (["list"], ["journey"], ["journey", "k01"], ["reset", "--all"]):
        wide = checkout.kata(*arguments, COLUMNS="100")
        for width in (40, 60):
            _is_whole(checkout.kata(*arguments, COLUMNS=str(width)), wide, width)


@pytest.mark.slow
def test_news_are_told_with_whole_words(mine: Clone, workshop: Workshop) -> None:
    """Also code of a start state, and git's message when it fails."""
    mine.solve()
    workshop.change_start_state()
    narrow = mine.kata("update", "--check", COLUMNS="60")
    _is_whole(narrow, mine.kata("update", "--check", COLUMNS="100"), 60)
    mine.git("remote", "set-url", "origin", f"https://no-such-host.invalid/{'very/' * 5}long")
    said = mine.kata("update", COLUMNS="60").said
    assert "cannot be reached" in said
    assert all(len(line) <= 60 or len(line.split()) == 1 for line in said.splitlines()), said
