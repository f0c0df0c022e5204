"""Loyalty on the telephone: it credits points to whoever has bought."""

from uuid import UUID

from katas.given.money import Money
from katas.given.telephone import RefusedError

from .points import points_for


class LoyaltyDesk:
    """Keeps the points by the key that the caller gives with each request.

    An idempotent receiver, as the Warehouse's desk is.
    """

    def __init__(self) -> None:
        self._points: dict[UUID, tuple[str, int]] = {}
        self._withdrawn: set[UUID] = set()

    def credit(self, key: UUID, customer: str, amount: Money) -> None:
        """Credit the points for a purchase.

        Raises `RefusedError` if this key was withdrawn before, or if it stands for other points.
        """
        if key in self._withdrawn:
            raise RefusedError("Loyalty was told to forget this order")
        credited = customer, points_for(amount)
        if self._points.setdefault(key, credited) != credited:
            raise RefusedError("Loyalty has credited other points for this order")

    def withdraw(self, key: UUID) -> None:
        """Take back the request with this key, also if it has not come yet."""
        self._withdrawn.add(key)
        self._points.pop(key, None)

    def points(self, customer: str) -> int:
        """Return how many points a customer has."""
        return sum(points for name, points in self._points.values() if name == customer)
