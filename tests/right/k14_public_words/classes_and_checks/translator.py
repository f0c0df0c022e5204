"""Public messages are classes of their own, which know how they are written."""

import json
from dataclasses import asdict, dataclass

from eventsourcing.projection import Projection

from .outbox import Outbox


@dataclass
class PublicLine:
    coffee: str
    bags: int
    cents_a_bag: int


@dataclass
class OrderPlaced:
    order: str
    placed_at: str
    customer: str
    lines: list[PublicLine]
    message: str = "OrderPlaced"


class Translator(Projection[Outbox]):
    def __init__(self, outbox, sales):
        super().__init__(outbox)
        self.order = sales.order

    def process_event(self, fact, tracking):
        match type(fact).__name__:
            case "Placed":
                order = self.order(fact.originator_id, fact.originator_version)
                self.view.publish(json.dumps(asdict(order_placed(order, fact))), tracking)
            case _:
                self.view.insert_tracking(tracking)


def order_placed(order, placed):
    lines = [
        PublicLine(line.coffee, line.bags, int(line.price.amount.scaleb(2))) for line in order.lines
    ]
    return OrderPlaced(
        str(order.id), placed.timestamp.strftime("%Y-%m-%dT%H:%M:%SZ"), order.customer, lines
    )
