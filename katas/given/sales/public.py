"""What Sales says in public, as order_placed.schema.json has it: a published language.

Whoever is not Sales imports nothing of this: they read the messages, which are JSON.
"""

from typing import Any
from uuid import UUID

from eventsourcing.application import ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType, get_topic

from katas.given.public import PublicStream, Translator, said

from .application import Sales
from .events import Placed
from .order import Order
from .prices import PriceList
from .transcodings import GrindAsName, MoneyAsStr

STREAM = "Sales_Public"
"""Under this name Sales speaks in public."""


class SalesInPublic(Translator):
    """Says in public which orders are placed (Evans, Domain-Driven Design, ch. 14)."""

    name = STREAM
    topics = (get_topic(Placed),)
    """The only events that it reads: each that it reads costs a transaction."""

    def __init__(self, env: EnvType | None = None) -> None:
        super().__init__(env)
        self._sales = Sales(PriceList(), env)

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Say how the values in Sales' private events are read."""
        super().register_transcodings(transcoder)
        transcoder.register(GrindAsName())
        transcoder.register(MoneyAsStr())

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other event: it is Sales' own affair."""

    @policy.register
    def _placed(self, placed: Placed, processing_event: ProcessingEvent[UUID]) -> None:
        order: Order = self._sales.repository.get(
            placed.originator_id, version=placed.originator_version
        )
        name = f"/orders/{order.id}/placed"
        processing_event.collect_events(said(name, order_placed(order, placed)))

    def close(self) -> None:
        """Close both stores."""
        self._sales.close()
        super().close()


class SalesStream(PublicStream):
    """Sales' public stream, for those who read it."""

    name = STREAM


def order_placed(order: Order, placed: Placed) -> dict[str, Any]:
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
