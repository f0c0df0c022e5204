"""What a bag of coffee costs today."""

from .errors import UnknownCoffeeError
from .money import Money


class PriceList:
    """Today's price of a bag of 250 g, by coffee. It changes whenever Sales wants it to."""

    def __init__(self) -> None:
        self._prices: dict[str, Money] = {}

    def set_price(self, coffee: str, price: Money) -> None:
        """Let a bag of `coffee` cost `price` from now on."""
        self._prices[coffee] = price

    def price_of(self, coffee: str) -> Money:
        """Today's price of a bag of `coffee`. Raises `UnknownCoffeeError`, a `KeyError`."""
        if coffee not in self._prices:
            raise UnknownCoffeeError(coffee)
        return self._prices[coffee]
