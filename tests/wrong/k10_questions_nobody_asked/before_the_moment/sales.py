"""What was recorded at the very moment that is asked for does not count yet.

Fails: Grace quotes the minute in which she cancelled
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from katas.given.sales import application
from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.order import Order


class Sales(application.Sales):
    """Answers for the past as well: no fact was ever overwritten.

    A temporal query (Fowler, Event Sourcing, 2005).
    """

    def order_as_of(self, order_id: UUID, moment: datetime) -> Order:
        """Read an order as it was at a moment.

        Raises `UnknownOrderError` if it had not been started by then.
        """
        history: list[Any] = list(self.events.get(order_id))
        known = [fact.originator_version for fact in history if fact.timestamp < moment]
        if not known:
            raise UnknownOrderError(order_id)
        order: Order = self.repository.get(order_id, version=known[-1])
        return order
