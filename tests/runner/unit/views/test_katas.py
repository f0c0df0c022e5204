"""How the list of katas is shown."""

from types import SimpleNamespace
from typing import Any

import pytest

from katas._runner.catalogue import katas
from katas._runner.views.katas import KataList


@pytest.mark.parametrize("width", [80, 120])
def test_the_mark_of_the_present_kata_stays_whole(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes behind the contexts, or below them if they leave too little room."""
    monkeypatch.setenv("COLUMNS", str(width))
    for kata in katas():
        progress: Any = SimpleNamespace(
            current=lambda kata=kata: kata, is_solved=lambda _: False, is_red=lambda _: False
        )
        KataList().part(kata.part, [kata], progress)
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.endswith("← you are here") for line in lines) == len(katas())
    assert all(len(line) <= width for line in lines)
