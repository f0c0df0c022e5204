"""Sales' application, for more than one clerk at a time."""

from collections.abc import Callable
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from katas.given.sales import application
from katas.given.sales.errors import StaleOrderError, TooManyConflictsError
from katas.given.sales.order import Order


class Sales(application.Sales):
    """Refuses what was decided on a stale order, and has it decided again.

    An optimistic lock (Fowler, Patterns of Enterprise Application Architecture, ch. 16): nobody
    waits while another decides, and the store takes each number in an order's history once.
    """

    def save_order(self, order: Order) -> None:
        """Save a copy that was read earlier.

        Raises `StaleOrderError` if somebody else has changed the order since. After any error,
        read the order again: the copy's events are gone, and saving it once more stores nothing
        and says nothing.
        """
        try:
            self.save(order)
        except IntegrityError as conflict:
            raise StaleOrderError(order.id) from conflict

    def change(self, order_id: UUID, decide: Callable[[Order], None], tries: int = 3) -> None:
        """Read an order, let `decide` call commands on it, and save it: again, if it was stale.

        `decide` may be called up to `tries` times, each time with a fresh copy, and its refusals
        pass. Raises `TooManyConflictsError` after the last try.
        """
        for _ in range(tries):
            order = self.order(order_id)
            decide(order)
            try:
                self.save_order(order)
            except StaleOrderError:
                continue  # the decision was about an old copy: read again, decide again
            return
        raise TooManyConflictsError(order_id, tries)
