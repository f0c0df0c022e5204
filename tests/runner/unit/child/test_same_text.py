"""Values that read the same and are not: what a message could not show."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from katas._runner.child.same_text import told_apart
from katas.given.sales.grind import Grind
from katas.given.sales.money import Money

EIGHT_NINETY = Money(Decimal("8.90"))
ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("found", "wanted", "says"),
    [
        ("€8.90", EIGHT_NINETY, "'€8.90' is str, and should be Money"),
        ([("Sidamo", 2, "€8.90")], [("Sidamo", 2, EIGHT_NINETY)], "'€8.90' is str, and"),
        ({"Mina": str(ONE)}, {"Mina": ONE}, "is str, and should be UUID"),
        ("Grind.FILTER", Grind.FILTER, "is str, and should be Grind"),
        ("None", None, "'None' is str, and should be NoneType"),
        ("2", 2, "'2' is str, and should be int"),
    ],
)
def test_what_reads_the_same_is_told_apart_by_its_class(found: Any, wanted: Any, says: str) -> None:
    assert says in (told_apart(found, wanted) or "")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [(EIGHT_NINETY, EIGHT_NINETY), (1, True), (1, 2), ([1], [1, 2]), ("€8.9", EIGHT_NINETY)],
)
def test_nothing_is_said_of_what_a_message_shows(found: Any, wanted: Any) -> None:
    assert told_apart(found, wanted) is None
