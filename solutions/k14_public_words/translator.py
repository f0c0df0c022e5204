"""Sales' translator: it says in public words what Sales has recorded in private ones."""

import json
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from .outbox import Outbox
from .sales import AnyOrder, Sales


class Translator(Projection[Outbox]):
    """Makes public messages of Sales' events: a *published language* (Evans, ch. 14)."""

    def __init__(self, outbox: Outbox, sales: Sales) -> None:
        super().__init__(outbox)
        self._sales = sales

    def process_event(self, event: Any, tracking: Tracking) -> None:  # noqa: ANN401 - told by name
        """Publish a message for a placed order. Any other event moves the position only."""
        if type(event).__name__ != "Placed":
            self.view.insert_tracking(tracking)
            return
        order = self._sales.order(event.originator_id, event.originator_version)
        self.view.publish(json.dumps(order_placed(order, event)), tracking)


def order_placed(order: AnyOrder, placed: Any) -> dict[str, Any]:  # noqa: ANN401 - an event
    """Return the public message of a placed order, as order_placed.schema.json has it."""
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
