"""Sentences are wrapped at words, but commands are not wrapped."""

import pytest

from katas._runner.views.prose import wrapped

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
    text = "Kept in\n  /a/very long/path/that/is/to/be/copied\n\nFix that."
    assert wrapped(text, 20) == text.splitlines()
