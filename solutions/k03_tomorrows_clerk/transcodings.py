"""How Sales' values are stored as JSON, and come back as what they were."""

from decimal import Decimal

from eventsourcing.persistence import Transcoding

from katas.given.sales.grind import Grind
from katas.given.sales.money import Money


class GrindAsName(Transcoding):
    """Stores a grind by its name: the mill's settings may change, what was promised may not."""

    type = Grind
    name = "grind_name"

    def encode(self, obj: Grind) -> str:
        """Write `Grind.FILTER` as "FILTER"."""
        return obj.name

    def decode(self, data: str) -> Grind:
        """Read "FILTER" as `Grind.FILTER`."""
        return Grind[data]


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
