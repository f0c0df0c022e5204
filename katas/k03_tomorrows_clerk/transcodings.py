"""How Sales' values are stored as JSON, and come back as what they were."""

from decimal import Decimal

from eventsourcing.persistence import Transcoding

from katas.given.sales.grind import Grind
from katas.given.sales.money import Money


class GrindAsName(Transcoding):
    """Stores a grind by its name."""

    type = Grind
    name = "grind_name"

    def encode(self, obj: Grind) -> str:
        """Write `Grind.FILTER` as "FILTER"."""
        raise NotImplementedError("TODO 5: turn a Grind into something that JSON can hold")

    def decode(self, data: str) -> Grind:
        """Read "FILTER" as `Grind.FILTER`."""
        raise NotImplementedError("TODO 5: turn what was stored into a Grind again")


class MoneyAsStr(Transcoding):
    """Stores money as its decimal digits."""

    type = Money
    name = "money_str"

    def encode(self, obj: Money) -> str:
        """Write €8.90 as "8.90"."""
        raise NotImplementedError("TODO 6: turn Money into something that JSON can hold")

    def decode(self, data: str) -> Money:
        """Read "8.90" as €8.90."""
        raise NotImplementedError("TODO 6: turn what was stored into Money again")
