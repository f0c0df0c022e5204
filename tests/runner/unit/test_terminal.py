"""The terminal of `kata open-for-business`: typing and printing do not run into one another."""

import pytest

from katas._roastery.terminal import Prompt


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("billing\n", ["billing"]),
        ("kill billing\nsales\rhalf", ["kill billing", "sales"]),
        ("salt\x7fes\n", ["sales"]),
        ("\x7f\bsales\n", ["sales"]),
        ("no\x15sales\n", ["sales"]),
        ("\x1b[Asal\x1b[15~es\x1bOQ\n\x1b", ["sales"]),
        ("Größe\t\n", ["Größe"]),
        ("a" * 100 + "\n", ["a" * 60]),
        ("\n", [""]),
    ],
)
def test_keys_make_lines(typed: str, lines: list[str]) -> None:
    prompt = Prompt()
    prompt.take(typed)
    assert list(prompt.typed()) == lines


def test_what_is_printed_comes_above_the_line_that_is_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    prompt = Prompt()
    prompt.take("bill")
    capsys.readouterr()
    prompt.print("Sales has sold")
    assert capsys.readouterr().out == "\r\x1b[KSales has sold\n> bill"
    prompt.take("ing\n")
    assert capsys.readouterr().out.endswith("\r\x1b[K> billing\n> ")
    prompt.close()
    assert capsys.readouterr().out == "\r\x1b[K"
