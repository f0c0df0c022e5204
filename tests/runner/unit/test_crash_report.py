"""The report when the command itself fails: it contains nothing of the learner's code."""

import re
import sys
from pathlib import Path

import pytest

from katas._runner import cli, crash_report
from katas._runner.commands.parameters import KataName


def _fail() -> None:
    """Fail with a message that quotes an argument, as libraries do."""
    try:
        KataName().convert(object(), None, None)
    except Exception as error:
        raise ValueError("my_secret = 'Mina'") from error


def test_a_report_tells_versions_and_places_alone() -> None:
    with pytest.raises(ValueError, match="secret") as failed:
        _fail()
    text = crash_report.text(failed.value, "brief")
    assert text.startswith("kata brief\n")
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in text
    assert re.search(r"^click \d", text, re.MULTILINE)
    assert "builtins.ValueError at" in text
    assert re.search(r"^  katas/_runner/catalogue\.py:\d+ \w+$", text, re.MULTILINE)
    assert "secret" not in text
    assert str(Path(__file__).parent) not in text


def test_it_is_kept_and_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And what the learner has typed is not in it, but for the command."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["kata", "list", "--track", "my-secret-track", "--json"])

    def fail(**_: object) -> None:
        raise RuntimeError("out of beans")

    monkeypatch.setattr(cli, "kata", fail)
    with pytest.raises(SystemExit):
        cli.main()
    (kept,) = tmp_path.iterdir()
    assert str(kept) in capsys.readouterr().err
    text = kept.read_text("utf-8")
    assert text.startswith("kata list --json\n")
    assert "secret" not in text
    assert "beans" not in text
