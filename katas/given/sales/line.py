"""A line of an order."""

from dataclasses import dataclass

from .grind import Grind
from .money import Money


@dataclass(frozen=True)
class Line:
    """A promise of some bags (250 g each) of one coffee, at a price a bag."""

    coffee: str
    bags: int
    price: Money
    grind: Grind = Grind.WHOLE_BEANS

    @property
    def amount(self) -> Money:
        """What the line comes to."""
        return self.price * self.bags
