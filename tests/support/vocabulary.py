"""Turns the words of features into values."""

from decimal import Decimal

from pytest_bdd import parsers

from katas.given.sales.money import Money


def money(text: str) -> Money:
    """Read an amount such as "€8.90", or "-€8.90"."""
    return Money(Decimal(text.replace("€", "", 1)))


def bags(text: str) -> int:
    """Read "1 bag" or "2 bags"."""
    return int(text.split(maxsplit=1)[0])


bags.pattern = r"-?\d+ bags?"  # type: ignore[attr-defined]


def days(text: str) -> int:
    """Read "day" or "14 days", as they come after "every"."""
    return 1 if text == "day" else int(text.removesuffix(" days"))


days.pattern = r"day|\d+ days"  # type: ignore[attr-defined]


def words(sentence: str) -> parsers.StepParser:
    """Parse a step in which {…:Money}, {…:Bags} and {…:Days} stand for amounts and numbers."""
    return parsers.parse(sentence, extra_types={"Money": money, "Bags": bags, "Days": days})


def rows(datatable: list[list[str]]) -> list[dict[str, str]]:
    """Read a table with a header."""
    header, *body = datatable
    return [dict(zip(header, row, strict=True)) for row in body]
