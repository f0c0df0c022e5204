"""Rows in a narrow terminal are wrapped at words."""

import pytest
from rich.console import Console
from rich.text import Text

from katas._runner.views.console import print_row
from katas._runner.views.prose import indented

HEAD, REST = "  k01 · A name  ", "20 min, one word after the other, and then the end"

PATH = ".kata/backups/k05_everyones_table/2026-11-27_03-54-35"


def _row(width: int, rest: str = REST) -> list[str]:
    out = Console(width=width)
    with out.capture() as captured:
        print_row(out, Text(HEAD), Text(rest), below=4)
    return captured.get().splitlines()


def test_what_does_not_fit_goes_on_below() -> None:
    assert _row(80) == [f"{HEAD}{REST}"]
    assert _row(50) == [
        f"{HEAD}20 min, one word after the other,",
        f"{' ' * len(HEAD)}and then the end",
    ]


def test_with_little_room_all_of_it_goes_below() -> None:
    below = ["    20 min, one word after the other,", "    and then the end"]
    assert _row(39) == [HEAD.rstrip(), *below]
    assert _row(39, "20 min") == [f"{HEAD}20 min"]


@pytest.mark.parametrize("width", [40, 60])
def test_a_path_stays_in_one_piece(width: int) -> None:
    """With less indentation, if that is needed."""
    lines = _row(width, f"kept in {PATH} now")
    assert " ".join(" ".join(lines).split()) == " ".join(f"{HEAD}kept in {PATH} now".split())
    assert max(map(len, lines)) <= max(width, len(PATH))


def test_what_others_say_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """As git does, in lines of any length."""
    monkeypatch.setenv("COLUMNS", "40")
    said = "fatal: unable to access 'https://example.com/katas': it is not there\n\nhint: none"
    lines = indented(said).splitlines()
    assert " ".join(lines).split() == said.split()
    assert all(line.startswith("  ") and len(line) <= 40 for line in lines)
