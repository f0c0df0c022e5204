"""The picture in the README: what anybody sees first is what the command shows today."""

import re
import runpy
from html import unescape

import pytest

from katas._runner.paths import ROOT

PICTURE = runpy.run_path(str(ROOT / ".github" / "picture.py"))


def _words(svg: str) -> list[str]:
    """The pieces of text in a picture; how they are drawn depends on the version of rich."""
    return [unescape(text) for text in re.findall(r">([^<]+)</text>", svg)]


@pytest.mark.slow
def test_the_picture_is_up_to_date() -> None:
    """It shows a failing scenario, and no bar, which no terminal would have left there."""
    words = _words(PICTURE["PICTURE"].read_text("utf-8"))
    assert words == _words(PICTURE["take"]())
    assert not any("━" in text for text in words)
