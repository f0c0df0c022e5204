"""A narrow terminal: rows go on below, and no word is broken at 60 columns, nor at 40."""

import pytest

from tests.runner.checkout import Answer, Checkout
from tests.runner.clone import Clone, Workshop


def _is_whole(narrow: Answer, wide: Answer, width: int) -> None:
    """Check that a narrow terminal gets the same words, in lines that fit."""
    assert narrow.out.split() == wide.out.split()
    for line in narrow.out.splitlines():
        is_one_word = len(line.split()) == 1 or "`" in line
        assert len(line) <= width or is_one_word, line


@pytest.mark.slow
@pytest.mark.parametrize("width", [40, 60])
def test_katas_are_listed_with_whole_words(checkout: Checkout, width: int) -> None:
    checkout.solve()
    for number in ("k01", "k12", "k19"):
        checkout.kata("run", number)
        file = next((checkout.root / "katas").glob(f"{number}_*")) / "mine.py"
        file.write_text("X = 1\n" * 100, "utf-8")
    for arguments in (["list"], ["journey"], ["journey", "k01"], ["reset", "--all"]):
        narrow = checkout.kata(*arguments, COLUMNS=str(width))
        _is_whole(narrow, checkout.kata(*arguments, COLUMNS="100"), width)


@pytest.mark.slow
def test_news_are_told_with_whole_words(mine: Clone, workshop: Workshop) -> None:
    """Code in a start state, too; and what git says when it fails."""
    mine.solve()
    workshop.change_start_state()
    narrow = mine.kata("update", "--check", COLUMNS="60")
    _is_whole(narrow, mine.kata("update", "--check", COLUMNS="100"), 60)
    mine.git("remote", "set-url", "origin", f"https://no-such-host.invalid/{'very/' * 5}long")
    said = mine.kata("update", COLUMNS="60").said
    assert "cannot be reached" in said
    assert all(len(line) <= 60 or len(line.split()) == 1 for line in said.splitlines()), said
