"""Sales' application: it keeps orders, with events that are nobody else's business."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from katas.given.sales.money import Money
from katas.given.sales.transcodings import MoneyAsStr

from .order import Order
from .rewritten_order import RewrittenOrder

AnyOrder = Order | RewrittenOrder
"""An order of this week or of the next: both have a `customer` and `lines`."""


class Sales(Application[UUID]):
    """Keeps orders. `order_class` says whether they are those of this week or of the next."""

    def __init__(self, env: EnvType, order_class: type[AnyOrder] = Order) -> None:
        super().__init__(env)
        self._order_class = order_class

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read money."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def start_order(self, customer: str) -> UUID:
        """Start an order, and return its id."""
        order = self._order_class(customer)
        self.save(order)
        return order.id

    def add_line(self, order_id: UUID, coffee: str, bags: int, price: Money, cost: Money) -> None:
        """Add `bags` (250 g each) of `coffee`."""
        order = self.order(order_id)
        order.add_line(coffee, bags, price, cost)
        self.save(order)

    def place(self, order_id: UUID) -> None:
        """Place the order: from now on it is a promise."""
        order = self.order(order_id)
        order.place()
        self.save(order)

    def order(self, order_id: UUID, version: int | None = None) -> AnyOrder:
        """Read an order as it is now, or as it was at a version."""
        order: AnyOrder = self.repository.get(order_id, version=version)
        return order
