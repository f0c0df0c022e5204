"""The order is read as it is when Sales publishes, and not as it was when it was placed.

Fails: Mina thinks of more when she has ordered
"""

import json
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from .outbox import Outbox
from .sales import AnyOrder, Sales


class Translator(Projection[Outbox]):
    """Makes public messages of Sales' facts: a published language (Evans, ch. 14)."""

    def __init__(self, outbox: Outbox, sales: Sales) -> None:
        super().__init__(outbox)
        self._sales = sales

    def process_event(self, fact: Any, tracking: Tracking) -> None:  # noqa: ANN401 - told by name
        """Publish a message for a placed order. Any other fact moves the position only."""
        if type(fact).__name__ != "Placed":
            self.view.insert_tracking(tracking)
            return
        order = self._sales.order(fact.originator_id)
        self.view.publish(json.dumps(order_placed(order, fact)), tracking)


def order_placed(order: AnyOrder, placed: Any) -> dict[str, Any]:  # noqa: ANN401 - a fact
    """Give the public message of a placed order, as order_placed.schema.json has it."""
    return {
        "message": "OrderPlaced",
        "order": str(order.id),
        "placed_at": placed.timestamp.isoformat(),
        "customer": order.customer,
        "lines": [
            {
                "coffee": line.coffee,
                "bags": line.bags,
                "cents_a_bag": int(line.price.amount * 100),
            }
            for line in order.lines
        ],
    }
