"""A line is published with everything that Sales knows of it: also with what it costs.

Fails: The cost price stays at home
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
        order = self._sales.order(fact.originator_id, fact.originator_version)
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
                "cents_a_bag": int(line.price.amount * 100),
                **{
                    key: str(value) if key in ("price", "cost") else value
                    for key, value in vars(line).items()
                },
            }
            for line in order.lines
        ],
    }
