"""How many points a purchase earns."""

from katas.given.money import Money


def points_for(amount: Money) -> int:
    """Return a point for each whole euro."""
    return int(amount.amount)
