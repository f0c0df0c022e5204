"""The lines are put together from the fields of Sales' private facts, which get other names.

Fails: Sales gives its private facts other names
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
        facts = list(self._sales.events.get(fact.originator_id))
        self.view.publish(json.dumps(order_placed(facts, fact)), tracking)


def order_placed(facts: Any, placed: Any) -> dict[str, Any]:  # noqa: ANN401 - a fact
    """Give the public message of a placed order, as order_placed.schema.json has it."""
    return {
        "message": "OrderPlaced",
        "order": str(placed.originator_id),
        "placed_at": placed.timestamp.isoformat(),
        "customer": facts[0].customer,
        "lines": [
            {
                "coffee": line.coffee,
                "bags": line.bags,
                "cents_a_bag": int(line.price.amount * 100),
            }
            for line in facts[1:]
            if type(line).__name__ == "LineAdded"
        ],
    }
