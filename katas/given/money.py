"""Money, to the cent.

It is nobody's word, and so no department's: when it changes, no department has an opinion. What two
departments do mean differently is never shared like this.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, order=True)
class Money:
    """An amount of euros in whole cents: a value object (Evans, Domain-Driven Design, ch. 5).

    `amount` is a `Decimal` in euros. Raises `TypeError` for any other type, a float above all,
    and `ValueError` for a fraction of a cent.
    """

    amount: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(
                f"Money takes a Decimal, not the {type(self.amount).__name__} {self.amount!r}"
            )
        if self.amount != self.amount.quantize(Decimal("0.01")):
            raise ValueError(f"{self.amount} is not a whole number of cents")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other.amount)

    def __mul__(self, count: int) -> Money:
        return Money(self.amount * count)

    def __str__(self) -> str:
        return f"€{self.amount:.2f}"


NOTHING = Money(Decimal("0.00"))
"""No money at all: where a sum starts."""
