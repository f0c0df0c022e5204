"""How Sales' values are stored as JSON, and come back as what they were."""

from eventsourcing.persistence import Transcoding

from katas.given.transcodings import MoneyAsStr

from .grind import Grind

__all__ = ["GrindAsName", "MoneyAsStr"]


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
