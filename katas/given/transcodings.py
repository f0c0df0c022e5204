"""How values that all departments know are stored as JSON, and come back as what they were."""

from decimal import Decimal

from eventsourcing.persistence import Transcoding

from .money import Money


class MoneyAsStr(Transcoding):
    """Stores money as its decimal digits: a float would lose the cents."""

    type = Money
    name = "money_str"

    def encode(self, obj: Money) -> str:
        """Write €8.90 as "8.90"."""
        return str(obj.amount)

    def decode(self, data: str) -> Money:
        """Read "8.90" as €8.90."""
        return Money(Decimal(data))
