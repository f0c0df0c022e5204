"""How briefs and hints are shown."""

import pytest

from katas._runner.views.markdown import show_markdown


def test_a_name_keeps_its_backticks_where_there_are_no_colours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise “Then `follow`” is read as a verb. In colours the backticks are not needed."""
    text = "Then `follow`.\n\n| Name |\n|---|\n| `note` |\n"
    show_markdown(text)
    plain = capsys.readouterr().out
    assert "Then `follow`." in plain
    assert "`note`" in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    show_markdown(text)
    coloured = capsys.readouterr().out
    assert "`" not in coloured
    assert "\x1b[1;36mfollow\x1b[0m" in coloured
