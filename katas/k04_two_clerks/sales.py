"""Sales' application, for more than one clerk at a time."""

from collections.abc import Callable
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError, TooManyConflictsError
from katas.given.sales.order import Order


class Sales(application.Sales):
    """Refuses what was decided on a stale order, and has it decided again."""

    def save_order(self, order: Order) -> None:
        """Save a copy that was read earlier. Raises `StaleOrderError` if it is stale by now."""
        raise NotImplementedError("TODO 1: save the order, and say in Sales' words if it is stale")

    def change(self, order_id: UUID, decide: Callable[[Order], None], tries: int = 3) -> None:
        """Read an order, let `decide` call commands on it, and save it: again, if it was stale.

        Raises `TooManyConflictsError` after the last try.
        """
        raise NotImplementedError("TODO 2: read, decide and save; all of it again if it was stale")
