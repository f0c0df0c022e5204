"""How much room texts need, in pixels: estimated, since the picture is drawn without a browser.

The widths are those of DejaVu Sans, which is wider than most fonts.
"""

from textwrap import wrap
from unicodedata import east_asian_width

_SQUARE = 1.15
"""Width of a letter of Chinese, Japanese or Korean, or of an emoji; as all here, in ems."""

_WIDTHS = {"w": 0.82, "m": 0.97, "M": 0.86, "W": 0.99, "@": 1.0, "%": 0.95}
_WIDTHS |= dict.fromkeys("=→+<>~#", 0.84)
_WIDTHS |= dict.fromkeys("ijlfrtI .,:;'|!()[]/\\-\"`", 0.34)
_CAPITAL, _OTHER = 0.69, 0.6
_BOLD = 1.1

_SECOND_HALF = "\ue000"
"""Stands behind a square letter while a text is wrapped: it is as wide as two others."""


def pieces(text: str, letters: int) -> list[str]:
    """Wrap a text into lines of so many letters at most; the second one is indented."""
    text = "".join(letter + _SECOND_HALF * _is_square(letter) for letter in text)
    indent = "  " if len(text) > letters else ""
    lines = wrap(text, letters, subsequent_indent=indent, break_on_hyphens=False)
    return [line.replace(_SECOND_HALF, "") for line in lines]


def text_width(text: str, size: float, *, is_bold: bool) -> float:
    """Return the width of a text in a font of a size."""
    return sum(map(_width, text)) * size * (_BOLD if is_bold else 1)


def _width(letter: str) -> float:
    if _is_square(letter):
        return _SQUARE
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _OTHER)


def _is_square(letter: str) -> bool:
    return east_asian_width(letter) in "WF"
