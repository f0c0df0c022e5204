"""The Warehouse on the telephone: it puts bags aside for whoever calls."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from katas.given.telephone import RefusedError


class WarehouseDesk:
    """Keeps the reservations by the key that the caller gives with each request.

    An idempotent receiver (Hohpe and Woolf, Enterprise Integration Patterns, ch. 10): a request
    that comes again with the same key is done already. With other content it is another request
    that needs a key of its own, and is refused.
    """

    def __init__(self, stock: Mapping[str, int]) -> None:
        self._stock = stock
        self._reservations: dict[UUID, Mapping[str, int]] = {}
        self._withdrawn: set[UUID] = set()

    def reserve(self, key: UUID, bags: Mapping[str, int]) -> None:
        """Put so many bags of each coffee aside.

        Raises `RefusedError` if there are too few, if this key was withdrawn before, or if it
        stands for other bags.
        """
        if key in self._withdrawn:
            raise RefusedError("the Warehouse was told to forget this order")
        if key in self._reservations:
            if self._reservations[key] != bags:
                raise RefusedError("the Warehouse has put other bags aside for this order")
            return
        for coffee, count in bags.items():
            left = self._stock.get(coffee, 0) - self.reserved()[coffee]
            if count > left:
                raise RefusedError(f"the Warehouse has only {left} bags of {coffee} left")
        self._reservations[key] = dict(bags)

    def withdraw(self, key: UUID) -> None:
        """Take back the request with this key, also if it has not come yet."""
        self._withdrawn.add(key)
        self._reservations.pop(key, None)

    def reserved(self) -> Counter[str]:
        """Return how many bags of each coffee are put aside."""
        total = Counter[str]()
        for bags in self._reservations.values():
            total.update(bags)
        return total
