"""The picture in the README shows what the command prints now."""

import re
import runpy
from html import unescape

import pytest

from katas._runner.paths import ROOT

PICTURE = runpy.run_path(str(ROOT / ".github" / "picture.py"))


def _words(svg: str) -> list[str]:
    """Return the texts in a picture; the drawing itself depends on the version of rich."""
    return [unescape(text) for text in re.findall(r">([^<]+)</text>", svg)]


@pytest.mark.slow
def test_the_picture_is_up_to_date() -> None:
    """It shows a failing scenario, and no progress bar, which disappears at the end."""
    words = _words(PICTURE["PICTURE"].read_text("utf-8"))
    assert words == _words(PICTURE["take"]())
    assert not any("━" in text for text in words)
